package main

import (
	"fmt"
	"net"
)

// printFreePorts holds all the ports open until the last is found, so that they are distinct.
// Another process may take one before it is used; the caller retries with new ports then.
func printFreePorts(count int) error {
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		defer listener.Close()
		fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	}
	return nil
}
