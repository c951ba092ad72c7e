# What ./run starts, and what each process is told: AppHost's model of the system. Sourced by ./run, which sets $data and $port.

# From the manifest that scripts/build had AppHost print, one line for each fact, kept beside the data of what is started by it:
#   process NAME PROJECT service|migration|other    argument NAME TEXT    environment NAME KEY=TEXT
#   parameter NAME DEFAULT    generated NAME
# TEXT refers to other resources as {RESOURCE.PROPERTY}. The ports to listen on are this machine's own matter.
read_model() {
    jq -r '.resources | to_entries[] | .key as $name | .value |
        if .type == "project.v0" then
            "process \($name) \(.path | sub("^(\\.\\./)+"; "")) \(if .bindings.http then "service" elif .args == ["--migrate"] then "migration" else "other" end)",
            (.args[]? | "argument \($name) \(.)"),
            (.env | to_entries[] | select(.key != "HTTP_PORTS") | "environment \($name) \(.key)=\(.value)")
        elif .connectionString then empty
        elif .inputs.value.default.generate then "generated \($name)"
        else "parameter \($name) \(.inputs.value.default.value)" end' "${1:-$root/obj/manifest.json}" >"$data/model.new" && mv "$data/model.new" "$data/model"
}

facts() { sed -n "s/^$1 $2 //p" "$data/model" 2>/dev/null; }                                             # facts KIND NAME
of_kind() { awk -v kind="$1" '$1 == "process" && $4 == kind { print $2 }' "$data/model" 2>/dev/null; }
names() { of_kind service; }
with_database() { of_kind migration | sed 's/-migration$//'; }
folder() { local project; project=$(facts process "$1") && [ -n "$project" ] && dirname "$root/${project% *}"; }
program() { local project; project=$(facts process "$1"); project=${project% *}; echo "$root/${project%/*}/bin/Release/net10.0/$(basename "$project" .csproj).dll"; }

variable() { local name=${1//-/_}; echo "${name^^}"; }

# Generated once; every secret of a running system is in this one file.
make_secrets() {
    [ -f "$data/secrets.env" ] && return
    local name
    {
        echo "COORDINATOR_EMAIL=coordinator@kivenkolo.example"
        echo "FACILITATOR_EMAIL=facilitator@kivenkolo.example"
        for name in $(awk '$1 == "generated" { print $2 }' "$data/model"); do echo "$(variable "$name")=Ka1-$(secret)"; done
    } >"$data/secrets.env.new" && mv "$data/secrets.env.new" "$data/secrets.env"
}

choose_ports() {
    local name; chosen=$port
    for name in $(names) mailbox ${dashboard:+dashboard otlp}; do
        if [ "$name" = gateway ]; then REPLY=$port; else free_port; fi
        printf -v "port_$name" %s "$REPLY"
    done
}

value_of() { # value_of RESOURCE.PROPERTY: sets REPLY to what it is on this machine
    local resource=${1%%.*} where secret; where=port_${resource//-/_}
    case $1 in
        public-address.value) REPLY=$address ;;
        data.value) REPLY=$data ;;
        messaging.connectionString) REPLY=$MESSAGING ;;
        *db.connectionString) REPLY="Host=$POSTGRES_HOST;Port=$POSTGRES_PORT;Username=$POSTGRES_USER;Password=$POSTGRES_PASSWORD;Database=$resource" ;;
        *.url) REPLY=http://127.0.0.1:${!where} ;;
        *.host) REPLY=127.0.0.1 ;;
        *.port | *.targetPort) REPLY=${!where} ;;
        *.value) secret=$(variable "$resource"); REPLY=${!secret-$(facts parameter "$resource")} ;;
        *) fail "nothing is known of {$1}, which AppHost tells a process" ;;
    esac
}

resolve() { # resolve TEXT: sets REPLY to the text with every reference replaced
    local rest=$1 done=
    while [[ $rest =~ ^([^{]*)\{([^}]*)\}(.*)$ ]]; do
        done+=${BASH_REMATCH[1]}; rest=${BASH_REMATCH[3]}
        value_of "${BASH_REMATCH[2]}"; done+=$REPLY
    done
    REPLY=$done$rest
}

arguments_of() { local text; while IFS= read -r text; do resolve "$text"; echo "$REPLY"; done < <(facts argument "$1"); }

# NAME=value lines for one process: what AppHost tells it, and what is of this machine. A home of its own, so that what .NET keeps there
# (the keys of cookies) lies under .data/ too. The gateway is on every loopback address for people's browsers; a service is found by it alone.
environment_of() {
    local name=$1 where=port_${1//-/_} text
    cat <<END
HOME=$data/home/$name
DOTNET_CLI_TELEMETRY_OPTOUT=1
DOTNET_NOLOGO=1
OTEL_SERVICE_NAME=$name
END
    [ -z "${port_otlp:-}" ] || echo "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port_otlp"
    if [ "$name" = gateway ]; then echo "ASPNETCORE_URLS=http://localhost:$port"; elif [ -n "${!where:-}" ]; then echo "ASPNETCORE_URLS=http://127.0.0.1:${!where}"; fi
    while IFS= read -r text; do resolve "$text"; echo "$REPLY"; done < <(facts environment "$name")
}
