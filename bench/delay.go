// SPDX-License-Identifier: Apache-2.0

// Stands before a server and lets every request wait, as one to a store far away does.
// usage: go run bench/delay.go PORT TARGET MILLISECONDS
package main

import (
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strconv"
	"time"
)

func main() {
	target, err := url.Parse(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	wait, err := strconv.Atoi(os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	http.DefaultTransport.(*http.Transport).MaxIdleConnsPerHost = 64
	proxy := httputil.NewSingleHostReverseProxy(target)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(time.Duration(wait) * time.Millisecond)
			proxy.ServeHTTP(w, r)
		})))
}
