// SPDX-License-Identifier: Apache-2.0

// Command pubsub is Google's in-memory Pub/Sub server on a port of this machine, until it is stopped.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"cloud.google.com/go/pubsub/v2/pstest"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: pubsub PORT")
		os.Exit(2)
	}
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "pubsub: not a port:", os.Args[1])
		os.Exit(2)
	}
	server := pstest.NewServerWithPort(port)
	fmt.Println("pubsub listens on", server.Addr)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM)
	<-stop
	server.Close()
}
