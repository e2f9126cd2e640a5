package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	probeInterval = 25 * time.Millisecond
	probeTimeout  = 2 * time.Second
)

// waitReady asks url as the admin until it answers 200. It returns early when the process that
// should answer is gone.
func waitReady(dir, url string, limit time.Duration, pid int) error {
	client, err := adminClient(dir)
	if err != nil {
		return err
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	last := errors.New("never asked")
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(probeInterval) {
		if err := process.Signal(syscall.Signal(0)); err != nil {
			return fmt.Errorf("process %d ended before %s was ready", pid, url)
		}
		if last = probe(client, url); last == nil {
			return nil
		}
	}
	return fmt.Errorf("%s not ready after %s: %w", url, limit, last)
}

func adminClient(dir string) (*http.Client, error) {
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, "admin.crt"), filepath.Join(dir, "admin.key"))
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(filepath.Join(dir, "ca.crt"))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{TLSClientConfig: &tls.Config{
		RootCAs:      roots,
		Certificates: []tls.Certificate{pair},
	}}
	return &http.Client{Transport: transport, Timeout: probeTimeout}, nil
}

func probe(client *http.Client, url string) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", response.Status, body)
	}
	return nil
}
