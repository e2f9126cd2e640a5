// Command provision is what scheduler/bin/control-plane needs beyond bash to start a throwaway
// control plane: credentials, free ports, and a probe that waits for a server to be ready.
// It uses the standard library only.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

const usage = `usage:
  provision credentials DIR PORT    write keys, certificates and kubeconfigs for https://127.0.0.1:PORT into DIR
  provision ports COUNT             print COUNT distinct free loopback ports, one a line
  provision ready DIR URL SECONDS PID
                                    wait until URL answers 200 to the admin of DIR; give up when PID is gone
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "provision:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "credentials":
		port, err := strconv.Atoi(args[2])
		if err != nil {
			return fmt.Errorf("port %q is not a number", args[2])
		}
		return writeCredentials(args[1], port, time.Now())
	case len(args) == 2 && args[0] == "ports":
		count, err := strconv.Atoi(args[1])
		if err != nil {
			return fmt.Errorf("count %q is not a number", args[1])
		}
		return printFreePorts(count)
	case len(args) == 5 && args[0] == "ready":
		seconds, err := strconv.Atoi(args[3])
		if err != nil {
			return fmt.Errorf("seconds %q is not a number", args[3])
		}
		pid, err := strconv.Atoi(args[4])
		if err != nil {
			return fmt.Errorf("pid %q is not a number", args[4])
		}
		return waitReady(args[1], args[2], time.Duration(seconds)*time.Second, pid)
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
		return nil
	}
}
