// Command floor is a scheduler extender that says yes to everything: what "filter" and "prioritize" cost in Go when
// nothing is decided. It is what `berth bench extender --against go-floor` measures beside Berth.
//
// Requests are decoded into the types that a kube-scheduler encodes them from, all of every pod and node, as extenders
// in Go do it; every node is returned unchanged, and every score is 0.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"strconv"

	extender "k8s.io/kube-scheduler/extender/v1"
)

func main() {
	address := flag.String("address", "127.0.0.1:8888", "where to listen")
	flag.Parse()
	http.HandleFunc("POST /filter", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, func(args *extender.ExtenderArgs) any {
			return extender.ExtenderFilterResult{
				Nodes:                      args.Nodes,
				NodeNames:                  args.NodeNames,
				FailedNodes:                extender.FailedNodesMap{},
				FailedAndUnresolvableNodes: extender.FailedNodesMap{},
			}
		})
	})
	http.HandleFunc("POST /prioritize", func(w http.ResponseWriter, r *http.Request) {
		answer(w, r, func(args *extender.ExtenderArgs) any { return zeros(args) })
	})
	http.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok"))
	})
	log.Fatal(http.ListenAndServe(*address, nil))
}

func zeros(args *extender.ExtenderArgs) extender.HostPriorityList {
	scores := extender.HostPriorityList{}
	if args.NodeNames != nil {
		for _, name := range *args.NodeNames {
			scores = append(scores, extender.HostPriority{Host: name})
		}
	} else if args.Nodes != nil {
		for i := range args.Nodes.Items {
			scores = append(scores, extender.HostPriority{Host: args.Nodes.Items[i].Name})
		}
	}
	return scores
}

func answer(w http.ResponseWriter, r *http.Request, judge func(*extender.ExtenderArgs) any) {
	var args extender.ExtenderArgs
	if err := json.NewDecoder(r.Body).Decode(&args); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	body, err := json.Marshal(judge(&args))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}
