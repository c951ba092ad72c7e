# What ./run starts, and what each process is told. Sourced by ./run, which sets $data and $port.
#
# name            project              database           started after the others are ready
table='
identity          services/Identity        identitydb
partners          services/Partners        partnersdb
calendar          services/Calendar        calendardb
participation     services/Participation   participationdb
communications    services/Communications  communicationsdb
web               services/Web             -
gateway           gateway                  -
'

names() { while read -r name project _; do [ -n "$name" ] && has "$project" && echo "$name"; done <<<"$table"; }
column() { awk -v name="$1" -v column="$2" '$1 == name { print $column }' <<<"$table"; }
has() { compgen -G "$root/$1/*.csproj" >/dev/null; }

program() { # program PROJECT: its built file
    local file; file=$(compgen -G "$root/$1/*.csproj") && file=$(basename "$file" .csproj) && echo "$root/$1/bin/Release/net10.0/$file.dll"
}

with_database() { while read -r name project database; do [ "${database:--}" != - ] && has "$project" && echo "$name"; done <<<"$table"; }

# Generated once; every secret of a running system is in this one file.
make_secrets() {
    [ -f "$data/secrets.env" ] && return
    {
        echo "ADMINISTRATION_ID=administration"
        echo "ADMINISTRATION_SECRET=$(secret)"
        echo "WEB_SECRET=$(secret)"
        echo "KEY_PROTECTION_SECRET=$(secret)"
        echo "COORDINATOR_EMAIL=coordinator@kivenkolo.example"
        echo "COORDINATOR_PASSWORD=Ko1-$(secret | cut -c1-20)"
        echo "FACILITATOR_EMAIL=facilitator@kivenkolo.example"
        echo "FACILITATOR_PASSWORD=Fa1-$(secret | cut -c1-20)"
    } >"$data/secrets.env.new" && mv "$data/secrets.env.new" "$data/secrets.env"
}

choose_ports() {
    local name; chosen=$port
    for name in $(names) mailbox; do
        if [ "$name" = gateway ]; then REPLY=$port; else free_port; fi
        printf -v "port_$name" %s "$REPLY"
    done
}

# The same keys that AppHost hands out, and those of this machine's own. Prints NAME=value lines for one process.
# Development, so that addresses without TLS and webhooks to this machine are allowed. A home of its own, so that what .NET
# keeps there (the keys of cookies) lies under .data/ too.
environment_of() {
    local name=$1 database other where
    database=$(column "$name" 3)
    cat <<END
ASPNETCORE_ENVIRONMENT=Development
DOTNET_ENVIRONMENT=Development
HOME=$data/home/$name
DOTNET_CLI_TELEMETRY_OPTOUT=1
DOTNET_NOLOGO=1
OTEL_SERVICE_NAME=$name
ConnectionStrings__messaging=$MESSAGING
Identity__Issuer=$address
Public__Address=$address
END
    for other in $(names); do
        where=port_$other
        echo "services__${other}__http__0=http://127.0.0.1:${!where}"
    done
    # On every loopback address for people's browsers; a service is found by the gateway alone.
    where=port_$name
    if [ "$name" = gateway ]; then echo "ASPNETCORE_URLS=http://localhost:$port"; elif [ -n "${!where:-}" ]; then echo "ASPNETCORE_URLS=http://127.0.0.1:${!where}"; fi
    [ "${database:--}" = - ] || echo "ConnectionStrings__$database=Host=$POSTGRES_HOST;Port=$POSTGRES_PORT;Username=$POSTGRES_USER;Password=$POSTGRES_PASSWORD;Database=$database"
    case $name in
        identity) cat <<END
Identity__KeyProtectionSecret=$KEY_PROTECTION_SECRET
Bootstrap__AdministrationClientId=$ADMINISTRATION_ID
Bootstrap__AdministrationClientSecret=$ADMINISTRATION_SECRET
Bootstrap__WebClientSecret=$WEB_SECRET
END
            ;;
        web) echo "Bootstrap__WebClientSecret=$WEB_SECRET" ;;
        partners | calendar | communications) cat <<END
Smtp__Host=127.0.0.1
Smtp__Port=$port_mailbox
Smtp__UseTls=false
Smtp__From=no-reply@kivenkolo.example
END
            ;;
        demo) cat <<END
Bootstrap__AdministrationClientId=$ADMINISTRATION_ID
Bootstrap__AdministrationClientSecret=$ADMINISTRATION_SECRET
Demo__CoordinatorPassword=$COORDINATOR_PASSWORD
Demo__FacilitatorPassword=$FACILITATOR_PASSWORD
Demo__CredentialsFile=$data/partner.json
END
            ;;
    esac
}
