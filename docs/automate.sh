#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright the nifi-mimir authors
#
# Runs a flow of templates/ by NiFi's own REST API; docs/automation.md explains it. Needs bash, curl and jq.
set -euo pipefail

usage() {
    cat <<'HELP'
docs/automate.sh import TEMPLATE [-g GROUP] [parameter=value ...]
    import the template (into the group of that name, where it is given), set its parameters, enable its services, start it
docs/automate.sh quickstart FOLDER FILE ...
    import the quickstart with its folders below FOLDER, drop the files into its inbox, wait, print what came out
docs/automate.sh set GROUP PROCESSOR property=value ...
    stop the processor, set its properties (an empty value takes one away, @file reads one), start it
docs/automate.sh status GROUP
    what runs, what is stopped, what is invalid, and what the components complain of
docs/automate.sh stop GROUP
    stop the group and disable its services
docs/automate.sh restore GROUP BACKUP
    stop the group, put the backup of that name in the place of its store, start it

NIFI            address of NiFi, by itself https://localhost:8443
NIFI_USER, NIFI_PASSWORD    where NiFi asks who you are
NIFI_CA         certificate that NiFi's is signed by, as PEM; "none" believes any certificate
HELP
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

NIFI=${NIFI:-https://localhost:8443}
templates=$(cd "$(dirname "$0")/../templates" && pwd)
curl=(curl --silent --show-error --max-time 75)
case ${NIFI_CA:-} in
    '') ;;
    none) curl+=(--insecure) ;;
    *) curl+=(--cacert "$NIFI_CA") ;;
esac

# The token goes in by a file that only this script can read: arguments of a process are for everybody to see
log_in() {
    local token
    [ -n "${NIFI_USER:-}" ] || return 0
    token=$(printf '%s' "${NIFI_PASSWORD:?NIFI_USER needs a NIFI_PASSWORD}" |
        "${curl[@]}" --fail --data-urlencode "username=$NIFI_USER" --data-urlencode password@- "$NIFI/nifi-api/access/token") ||
        fail "NiFi at $NIFI does not let $NIFI_USER in"
    header=$(mktemp)
    trap 'rm -f "$header"' EXIT
    printf 'Authorization: Bearer %s\n' "$token" >"$header"
    curl+=(--header "@$header")
}

# nifi METHOD PATH [JSON or options of curl ...]: the answer; anything but a success ends the script with what NiFi says
nifi() {
    local method=$1 path=$2 body='' answer status
    shift 2
    case ${1:-} in
        '{'*)
            body=$1
            set -- --header 'Content-Type: application/json' --data-binary @-
            ;;
    esac
    answer=$(printf '%s' "$body" | "${curl[@]}" --request "$method" --write-out '\n%{http_code}' "$@" "$NIFI/nifi-api/$path") ||
        fail "NiFi at $NIFI does not answer"
    status=${answer##*$'\n'}
    case $status in
        2*) printf '%s\n' "${answer%$'\n'*}" ;;
        *) fail "$method $path: NiFi answers $status ${answer%$'\n'*}" ;;
    esac
}

# until_true WHAT SECONDS COMMAND ...
until_true() {
    local what=$1 deadline=$(($(date +%s) + $2))
    shift 2
    until "$@"; do
        [ "$(date +%s)" -lt "$deadline" ] || fail "Waited in vain for $what"
        sleep 1
    done
}

# The identifier of the group of a name, in a group or in those in it; nothing where there is none
group_named() {
    local child
    for child in $(nifi GET "process-groups/$1/process-groups" |
        jq -r --arg name "$2" '.processGroups | sort_by(.component.name != $name)[] | if .component.name == $name then "=" + .id else .id end'); do
        case $child in
            =*) echo "${child#=}" && return ;;
            *) child=$(group_named "$child" "$2") && [ -n "$child" ] && echo "$child" && return ;;
        esac
    done
    return 0
}

require_group() {
    local id
    id=$(group_named root "$1")
    [ -n "$id" ] || fail "There is no process group \"$1\""
    echo "$id"
}

# The group that a template is, imported where it is not there yet
import() {
    local template=$1 parent=$2 name id column
    name=$(jq -r .flowContents.name "$template")
    id=$(group_named "$parent" "$name")
    if [ -z "$id" ]; then
        column=$(nifi GET "process-groups/$parent/process-groups" | jq '.processGroups | length')
        id=$(nifi POST "process-groups/$parent/process-groups/upload" --form "groupName=$name" --form "clientId=automate" \
            --form "positionX=$((column * 500))" --form positionY=-300 --form "file=@$template;type=application/json" | jq -r .id)
    fi
    echo "$id"
}

# set_parameters GROUP name=value ...: NiFi stops what uses them, changes them, and starts it again. A value that is as it was is left out: what uses it
# goes on running, and NiFi refuses to set it
set_parameters() {
    local context asked request path
    context=$(nifi GET "process-groups/$1" | jq -r '.component.parameterContext.id // empty')
    shift
    [ $# -gt 0 ] || return 0
    [ -n "$context" ] || fail "The flow has no parameters"
    asked=$(jq -n '[$ARGS.positional[] | index("=") as $at | {name: .[:$at], value: .[$at + 1:]}]' --args "$@")
    request=$(nifi GET "parameter-contexts/$context" | jq -c --argjson asked "$asked" '
        (.component.parameters | map({(.parameter.name): .parameter.value}) | add) as $now
        | ($asked | map(select(.value != $now[.name]) | {parameter: (. + {sensitive: false})})) as $changed
        | select($changed != []) | {id, revision, component: {id, parameters: $changed}}')
    [ -n "$request" ] || return 0
    path=parameter-contexts/$context/update-requests
    request=$(nifi POST "$path" "$request" | jq -r .request.requestId)
    until_true "the parameters to be set" 120 is_complete "$path/$request"
    nifi DELETE "$path/$request" | jq -r '.request.failureReason // empty' | { ! grep . >&2; } || fail "The parameters were not set"
}

is_complete() {
    nifi GET "$1" | jq -e .request.complete >/dev/null
}

services() {
    nifi GET "flow/process-groups/$1/controller-services?includeAncestorGroups=false&includeDescendantGroups=true"
}

# have_services GROUP "jq condition on a service"
have_services() {
    services "$1" | jq -e "[.controllerServices[].component | $2] | all" >/dev/null
}

start() {
    until_true "the services to be looked at" 60 have_services "$1" '.validationStatus != "VALIDATING"'
    services "$1" | jq -r '.controllerServices[].component | select(.validationStatus == "INVALID") | "\(.name): \(.validationErrors | join("; "))"' |
        { ! grep . >&2; } || fail "A service cannot be enabled"
    nifi PUT "flow/process-groups/$1/controller-services" "{\"id\": \"$1\", \"state\": \"ENABLED\"}" >/dev/null
    until_true "the services to be enabled" 60 have_services "$1" '.state == "ENABLED"'
    nifi PUT "flow/process-groups/$1" "{\"id\": \"$1\", \"state\": \"RUNNING\"}" >/dev/null
}

stop() {
    nifi PUT "flow/process-groups/$1" "{\"id\": \"$1\", \"state\": \"STOPPED\"}" >/dev/null
    until_true "the threads to end" 60 is_idle "$1"
    nifi PUT "flow/process-groups/$1/controller-services" "{\"id\": \"$1\", \"state\": \"DISABLED\"}" >/dev/null
    until_true "the services to be disabled" 60 have_services "$1" '.state == "DISABLED"'
}

is_idle() {
    nifi GET "flow/process-groups/$1/status?recursive=true" | jq -e '.processGroupStatus.aggregateSnapshot.activeThreadCount == 0' >/dev/null
}

# set_properties GROUP PROCESSOR property=value ...: secrets are read from files, and handed on by pipes alone
set_properties() {
    local id request pair pairs=()
    id=$(nifi GET "process-groups/$1/processors?includeDescendantGroups=true" | jq -r --arg name "$2" '[.processors[] | select(.component.name == $name) | .id][0] // empty')
    [ -n "$id" ] || fail "The group has no processor \"$2\""
    shift 2
    for pair in "$@"; do
        case $pair in
            *=@*) pairs+=("${pair%%=@*}=$(cat "${pair#*=@}")") ;;
            *) pairs+=("$pair") ;;
        esac
    done
    run_status "$id" STOPPED
    until_true "the processor to stop" 60 has_stopped "$id"
    request=$(nifi GET "processors/$id" | jq -c --rawfile pairs <(printf '%s\n' "${pairs[@]}") '
        ($pairs | rtrimstr("\n") / "\n" | map(index("=") as $at | {(.[:$at]): (.[$at + 1:] | select(. != "") // null)}) | add) as $properties
        | {revision, component: {id, config: {properties: $properties}}}')
    nifi PUT "processors/$id" "$request" >/dev/null
    until_true "the processor to be looked at" 60 is_validated "$id"
    run_status "$id" RUNNING
}

run_status() {
    nifi PUT "processors/$1/run-status" "$(nifi GET "processors/$1" | jq -c --arg state "$2" '{revision, state: $state}')" >/dev/null
}

has_stopped() {
    nifi GET "processors/$1" | jq -e '.component.state == "STOPPED" and .status.aggregateSnapshot.activeThreadCount == 0' >/dev/null
}

is_validated() {
    nifi GET "processors/$1" | jq -e '.component.validationStatus != "VALIDATING"' >/dev/null
}

# restore GROUP BACKUP: the name is a property of the store, which takes each name once
restore() {
    local id request
    id=$(services "$1" | jq -r '[.controllerServices[] | select(.component.type | endswith(".SqliteMimirStore")) | .id][0] // empty')
    [ -n "$id" ] || fail "The group has no store"
    stop "$1"
    request=$(nifi GET "controller-services/$id" | jq -c --arg backup "$2" '{revision, component: {id, properties: {"Restore Backup": $backup}}}')
    nifi PUT "controller-services/$id" "$request" >/dev/null
    start "$1"
}

status() {
    nifi GET "process-groups/$1" | jq -r '"\(.component.name): \(.runningCount) run, \(.stoppedCount) stopped, \(.invalidCount) invalid"'
    nifi GET "flow/bulletin-board?groupId=$1" | jq -r '.bulletinBoard.bulletins[].bulletin | "\(.timestamp) \(.level) \(.sourceName): \(.message)"'
}

# A file is seen whole or not at all: the flow does not look at names with a dot
drop() {
    cp "$1" "$2/.${1##*/}"
    mv "$2/.${1##*/}" "$2/${1##*/}"
}

is_worked_through() {
    [ -e "$1/reports/$(report_of "$2")" ] || [ -e "$1/failures/$2.reason.txt" ]
}

report_of() {
    echo "${1%.*}-training-report.json"
}

quickstart() {
    local folder=$1 group kind file name folders=()
    shift
    mkdir -p "$folder/inbox"
    folder=$(cd "$folder" && pwd)
    group=$(import "$templates/mimir-quickstart.json" root)
    for kind in inbox originals reports models alerts failures store; do
        folders+=("$kind.folder=$folder/$kind")
    done
    set_parameters "$group" "${folders[@]}"
    start "$group"
    for file in "$@"; do
        drop "$file" "$folder/inbox"
    done
    for file in "$@"; do
        name=${file##*/}
        until_true "$name to be worked through" 600 is_worked_through "$folder" "$name"
        if [ -e "$folder/reports/$(report_of "$name")" ]; then
            echo "$name: $(jq -r .summary "$folder/reports/$(report_of "$name")")"
        else
            echo "$name: refused, $(cat "$folder/failures/$name.reason.txt")"
        fi
    done
}

for tool in curl jq; do
    command -v $tool >/dev/null || fail "This needs $tool (Debian, Ubuntu: apt-get install $tool)"
done
command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
    import)
        [ $# -ge 1 ] || fail "Which template?"
        template=$1 parent=root
        shift
        log_in
        if [ "${1:-}" = -g ]; then
            parent=$(require_group "$2")
            shift 2
        fi
        group=$(import "$template" "$parent")
        set_parameters "$group" "$@"
        start "$group"
        status "$group"
        ;;
    quickstart)
        [ $# -ge 2 ] || fail "Which folder, and which files?"
        log_in
        quickstart "$@"
        ;;
    status | stop)
        [ $# -eq 1 ] || fail "Which group?"
        log_in
        "$command" "$(require_group "$1")"
        ;;
    set)
        [ $# -ge 3 ] || fail "Which group, which processor, and which property?"
        log_in
        group=$(require_group "$1")
        shift
        set_properties "$group" "$@"
        ;;
    restore)
        [ $# -eq 2 ] || fail "Which group, and which backup?"
        log_in
        group=$(require_group "$1")
        restore "$group" "$2"
        status "$group"
        ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        exit 1
        ;;
esac
