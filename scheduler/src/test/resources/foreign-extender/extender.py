"""A scheduler extender as people write them: a label filter, scores by the last digit of a node's
name, and bindings. Standard library only.

usage: extender.py API NODES
  API    http://host:port of the API server, without credentials (kubectl proxy), for bindings
  NODES  a JSON file {node: zone}, what it knows of nodes when it is sent only their names

A node passes when the pod's label "zone" is empty or the node's. Nodes whose name has "spare" in it
are left out without a reason, those whose name has "old" in it are rejected for good.

Nobody may be evicted from nodes of the zone "odd", and on those whose name ends in 2 five budgets
would be violated, it says. The label "evictions" of a pod has it answer otherwise: none, empty,
stranger, elsewhere, broken. It prints one line for each question, and the words of each path that is
only got.
"""

import json
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

API = sys.argv[1]
with open(sys.argv[2], encoding="utf-8") as file:
    ZONES = json.load(file)
PRINTING = threading.Lock()
# Whatever proxies this machine has for the world: the API server is here.
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def say(*words):
    with PRINTING:
        print(*words, flush=True)


def nodes_of(question):
    """The nodes asked about: name and zone."""
    if question.get("NodeNames") is not None:
        return [(name, ZONES.get(name, "")) for name in question["NodeNames"]]
    return [
        (node["metadata"]["name"], node["metadata"].get("labels", {}).get("zone", ""))
        for node in question["Nodes"]["items"]
    ]


def filtered(question):
    wanted = question["Pod"]["metadata"].get("labels", {}).get("zone", "")
    passing, failed, for_good = [], {}, {}
    for name, zone in nodes_of(question):
        if "old" in name:
            for_good[name] = "the node is too old"
        elif wanted and zone != wanted:
            failed[name] = "the zone is not " + wanted
        elif "spare" not in name:
            passing.append(name)
    answer = {"FailedNodes": failed, "FailedAndUnresolvableNodes": for_good, "Error": ""}
    if question.get("NodeNames") is not None:
        answer["NodeNames"] = passing
    else:
        answer["Nodes"] = {
            "items": [n for n in question["Nodes"]["items"] if n["metadata"]["name"] in passing]
        }
    return answer


def scored(question):
    return [
        {"Host": name, "Score": int(name[-1]) if name[-1].isdigit() else 0}
        for name, _ in nodes_of(question)
    ]


def evictions_of(question):
    """Nodes and how many pods would go, with their names when it is sent them."""
    if question.get("NodeNameToMetaVictims") is not None:
        return {n: len(v["Pods"]) for n, v in question["NodeNameToMetaVictims"].items()}
    return {
        n: [pod["metadata"]["name"] for pod in v["Pods"]]
        for n, v in question["NodeNameToVictims"].items()
    }


def uids(victims):
    return [{"UID": pod["UID"] if "UID" in pod else pod["metadata"]["uid"]} for pod in victims]


def evicted(question):
    mode = question["Pod"]["metadata"].get("labels", {}).get("evictions", "")
    if mode == "broken":
        return None
    proposed = question.get("NodeNameToMetaVictims") or question["NodeNameToVictims"]
    left = {}
    for name, victims in proposed.items():
        if ZONES.get(name) != "odd" and mode != "none":
            left[name] = {
                "Pods": uids(victims["Pods"]),
                "NumPDBViolations": 5 if name.endswith("2") else 0,
            }
    first = min(left, default="")
    if mode == "stranger":
        left = {first: {"Pods": left[first]["Pods"] + [{"UID": "stranger"}]}}
    if mode == "empty":
        left = {first: {"Pods": [], "NumPDBViolations": 0}}
    if mode == "elsewhere":
        left = {"elsewhere": left[first]}
    return {"NodeNameToMetaVictims": left}


def bound(question):
    binding = {
        "apiVersion": "v1",
        "kind": "Binding",
        "metadata": {
            "name": question["PodName"],
            "namespace": question["PodNamespace"],
            "uid": question["PodUID"],
        },
        "target": {"kind": "Node", "name": question["Node"]},
    }
    path = "/api/v1/namespaces/%s/pods/%s/binding" % (question["PodNamespace"], question["PodName"])
    request = urllib.request.Request(
        API + path, json.dumps(binding).encode(), {"Content-Type": "application/json"}
    )
    try:
        with DIRECTLY.open(request):
            return {"Error": ""}
    except OSError as error:
        return {"Error": str(error)}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        say(*self.path.split("/")[1:])
        self.send_response(204)
        self.end_headers()

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        verb = self.path.rsplit("/", 1)[-1]
        if verb == "bind":
            say("bind", question["PodName"], question["Node"])
        elif verb == "preempt":
            say(verb, question["Pod"]["metadata"]["name"], sorted(evictions_of(question).items()))
        else:
            names = sorted(name for name, _ in nodes_of(question))
            say(verb, question["Pod"]["metadata"]["name"], ",".join(names))
        answers = {"filter": filtered, "prioritize": scored, "bind": bound, "preempt": evicted}
        answer = answers[verb](question)
        body = json.dumps(answer).encode()
        self.send_response(500 if answer is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
say("listening", server.server_port)
server.serve_forever()
