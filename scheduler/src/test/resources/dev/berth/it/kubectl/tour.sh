#!/usr/bin/env bash
# What a person does with kubectl, from the first node to the last pod, with what kubectl answers.
# It wants a cluster without nodes and pods in which `berth run` schedules for pods that name "berth".
# No kubelet runs: the tour says itself what a kubelet would.
#
# usage: KUBECONFIG=... tour.sh; kubectl is on the PATH
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

chapter() { printf '\n# %s\n' "$*"; }

# One command, its whole output, and its exit code when that is not 0.
k() {
  local word
  printf '$ kubectl'
  for word; do
    [[ $word =~ ^[][A-Za-z0-9_./:=,@%+-]+$ ]] || word=${word@Q}
    printf ' %s' "$word"
  done
  printf '\n'
  kubectl "$@" 2>&1 </dev/null || printf '(exit code %d)\n' $?
}

# Waits until a watch says that; shows nothing.
await() {
  local want=$1 line watch
  shift
  exec {watch}< <(exec timeout 180 kubectl "$@" --watch 2>&1)
  local pid=$!
  while IFS= read -r line <&"$watch"; do
    [[ $line == *$want* ]] && break
  done
  [[ $line == *$want* ]] || printf '(never said %s: kubectl %s)\n' "$want" "$*"
  kill "$pid" 2>/dev/null
  exec {watch}<&-
}

# Until the scheduler puts nothing into zone a, by pods that nobody sees: it learns of a change of a
# node in another way than of a pod, perhaps later.
until_closed() {
  local node='' said='' end=$((SECONDS + 180))
  while ((SECONDS < end)); do
    said=$(kubectl run probe --image=busybox --overrides='{"spec":{"schedulerName":"berth","nodeSelector":{"zone":"a"}}}' 2>&1) || break
    said=$(kubectl wait --for=jsonpath='{.status.conditions[0].type}'=PodScheduled pod/probe --timeout=180s 2>&1) || break
    node=$(kubectl get pod probe -o jsonpath='{.spec.nodeName}') || break
    said=$(kubectl delete pod probe --grace-period=0 --force 2>&1) || break
    [[ -n $node ]] || return 0
  done
  printf '(never said that zone a is closed, last node %s: %s)\n' "$node" "$said"
}

about() { printf -- '--field-selector=involvedObject.name=%s' "$1"; }

chapter nodes
k get nodes
k apply -f nodes.yaml
k apply -f nodes.yaml
k get nodes
k get nodes -o wide
k get nodes --show-labels
k get nodes -L zone -l size=small
k get no -l 'zone in (b),size notin (big)' -o name
k get nodes --sort-by=.metadata.labels.zone -o custom-columns=NAME:.metadata.name,CPU:.status.capacity.cpu
k get node n1 -o yaml
k get node n2 -o json
k get node gpu -o jsonpath='{.spec.taints[0].key}{"\n"}'
k describe node n1

chapter namespaces, classes, leases, accounts
k create namespace team
k get ns team
k get ns team -o yaml
k create priorityclass urgent --value=1000 --description='goes first'
k create priorityclass patient --value=5 --preemption-policy=Never
k get priorityclasses urgent patient
k get pc urgent -o yaml
k describe pc urgent
k apply -f lease.yaml
k get leases -n team
k create serviceaccount robot -n team
k get sa robot -n team
k get deviceclasses

chapter creation
k apply -f pods.yaml
k wait --for=condition=PodScheduled pod/web pod/train --timeout=180s
await FailedScheduling get events "$(about big)"
k wait --for=condition=PodScheduled=false pod/big --timeout=180s
await SchedulingGated get pod gated
await Scheduled get events "$(about web)"
await Scheduled get events "$(about train)"
k get pods
k get pods -o wide
k get pods,nodes -o name
k get pod web -o yaml
k get pod big -o yaml
k get pod gated -o yaml
k get pod train -o yaml
k run quick --image=busybox --overrides='{"spec":{"schedulerName":"berth","nodeSelector":{"zone":"a"}}}'
k wait --for=condition=PodScheduled pod/quick --timeout=180s
k run dry --image=busybox --dry-run=server
k run dry --image=busybox --dry-run=client -o yaml -- sleep 1
k get pod dry
k create -f pods.yaml
k create -f nameless.yaml
k create -f wrong.yaml
k run Bad_Name --image=busybox
k run p --image=busybox -n nowhere

chapter selectors
k get pods -l app=web
k get pods -l 'app in (web,train),tier!=back' -o name
k get pods -l app
k get pods -l '!app' -o name
k get pods --field-selector=spec.nodeName=n1 -o name
k get pods --field-selector=status.phase=Pending,spec.nodeName!=n1 -o name
k get pods --field-selector=spec.schedulerName=somebody
k get pods --field-selector=spec.nonsense=1
k get pods -l 'app in web'
k get pods -A -o name
k get pods --chunk-size=1 -o name
k get pod web big --no-headers -o custom-columns=:metadata.name,:status.phase

chapter describe and events
k describe pod web
k describe pod big
k get events "$(about web)"
k get events "$(about big)" -o wide
k get events.events.k8s.io --field-selector=regarding.name=web
k events --for pod/train
k describe node gpu

chapter a kubelet speaks
k patch pod web --subresource=status --patch-file=running.json
k get pod web -o wide
k describe pod web
k patch pod train --subresource=status -p '{"status":{"phase":"Failed","reason":"OutOfcpu","message":"no"}}'
k get pod train

chapter changes
k label pod web tier=back
k label pod web tier=back --overwrite
k label pod web tier-
k annotate pod web note='by hand'
k annotate pod web note-
k label node n2 disk=ssd zone=c --overwrite
k get node n2 --show-labels
k set image pod/web web=nginx:2
k patch pod web -p '{"metadata":{"labels":{"patched":"strategic"}}}'
k patch pod web --type=merge -p '{"metadata":{"labels":{"patched":"merge"}}}'
k patch pod web --type=json -p '[{"op":"replace","path":"/metadata/labels/patched","value":"json"}]'
k patch pod web --type=json -p '[{"op":"test","path":"/metadata/labels/patched","value":"no"}]'
k patch pod web -p '{"spec":{"containers":[{"image":"x"}]}}'
k patch pod web -p '{"spec":{"nodeName":"n2"}}' | head -2 # what follows are the fields of types in Go
k patch pod web -p '{"metadata":{"resourceVersion":"1"}}'
k label pod web 'bad label=1'
k patch pod web -p '{"metadata":{"labels":{"bad":"not a value"}}}'
KUBE_EDITOR='sed -i s/patched:.json/patched:\ edited/' k edit pod web
KUBE_EDITOR=true k edit pod web
k get pod web -o yaml
sed 's/tier: front/tier: applied/' pods.yaml | kubectl apply -f - 2>&1
k get pod web --show-labels
k patch pod gated --type=json -p '[{"op":"remove","path":"/spec/schedulingGates"}]'
k wait --for=condition=PodScheduled pod/gated --timeout=180s
k replace -f lease.yaml
k describe lease n1 -n team | grep -v 'Resource Version'
k label nodes --all pool=tour
k label pods -l app tour=yes
k get pods -l tour=yes,app!=big -o name
k taint nodes -l size=small tour=yes:NoSchedule
k taint nodes --all tour-
k patch pod quick -p '{"metadata":{"finalizers":["example.com/wait"]}}'
k delete pod quick --grace-period=0 --force --wait=false
k get pod quick
k patch pod quick --type=json -p '[{"op":"remove","path":"/metadata/finalizers"}]'
k get pod quick
k patch node n2 --subresource=status --type=merge -p '{"status":{"capacity":{"cpu":"4"}}}'
k patch node n2 -p '{"status":{"capacity":{"cpu":"5"}}}'
k get node n2 -o jsonpath='{.status.capacity.cpu}{"\n"}'

chapter taints and cordon
k taint node n1 maintenance=soon:NoSchedule
k taint node n1 maintenance=soon:NoSchedule
k taint node n1 maintenance=now:NoExecute
k get node n1 -o jsonpath='{.spec.taints[*].effect}{"\n"}'
k taint node n1 maintenance-
k taint node n1 maintenance-
k cordon n1
k cordon n1
k get nodes
until_closed
k run shut --image=busybox --overrides='{"spec":{"schedulerName":"berth","nodeSelector":{"zone":"a"}}}'
await FailedScheduling get events "$(about shut)"
k wait --for=condition=PodScheduled=false pod/shut --timeout=180s
k describe pod shut
k uncordon n1
k wait --for=condition=PodScheduled pod/shut --timeout=180s
k get pod shut -o wide
k describe node n1

chapter watch
k label pod web watch=me
exec {watched}< <(exec timeout 600 kubectl get pods --watch --output-watch-events -l watch=me 2>&1)
watcher=$!
until_watched() {
  local line
  while IFS= read -r line <&"$watched"; do
    printf '%s\n' "$line"
    [[ $line == *$1* ]] && break
  done
}
until_watched web
kubectl create -f seen.yaml
until_watched seen
k wait --for=condition=PodScheduled pod/seen --timeout=180s
k annotate pod seen note=1
k delete pod seen --wait=false
k get pod seen
k delete pod seen --grace-period=0 --force
until_watched DELETED
k label pod web watch-
until_watched DELETED
kill "$watcher"
exec {watched}<&-

chapter priority
k apply -f low.yaml
k wait --for=condition=PodScheduled pod/low --timeout=180s
k apply -f first.yaml
await FailedScheduling get events "$(about first)"
k get pods low first -o wide
k get events "$(about first)" -o custom-columns=:.type,:.reason,:.source.component,:.reportingComponent,:.action
k get pod first -o jsonpath='{.spec.priorityClassName} {.spec.priority} {.spec.preemptionPolicy}{"\n"}'
k delete pod low --grace-period=0 --force
k wait --for=jsonpath='{.spec.nodeName}'=n1 pod/first --timeout=180s
k get pod first -o wide
k delete pc urgent

chapter deletion
k delete pod big
k delete pod big
k delete pod big --ignore-not-found
k delete pod gated shut --grace-period=0 --force
k delete pods -l app=train --now=false --grace-period=0 --force
k delete pod web --grace-period=5 --wait=false
k get pods
k describe pod web
k delete pods --all --grace-period=0 --force
k get pods
k get pods -n team
k delete pc patient
k delete lease n1 -n team
k delete sa robot -n team
k delete nodes --all
k get nodes
k get frobs
k auth can-i create pods
k get --raw /readyz
