# Shared by the project's scripts: processes by recorded pid, ports, secrets. A caller sets $dir, where NAME.pid files lie, and
# defines fail.

# ---------------------------------------------------------------------------------------------------------- processes

# The kernel's start time of a process: with it, a recorded pid that another process has since been given is not mistaken.
born() { local stat; stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${stat##*) }; [ "$1" != Z ] && echo "${20}"; }

remember() { echo "$2 $(born "$2")" >"$dir/$1.pid"; }

pid_of() {
    local pid birth
    read -r pid birth 2>/dev/null <"$dir/$1.pid" || return 1
    [ -n "${birth:-}" ] && [ "$(born "$pid")" = "$birth" ] && echo "$pid"
}

# Read by cat: awk would stop at the first process that has ended since the names were listed, and miss all after it.
children_of() { cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '{ pid = $1; sub(/^.*\) /, ""); if ($2 == parent) print pid }'; }

gone() { # gone SECONDS PID...: waits until none of the processes is left
    local deadline=$((SECONDS + $1)) pid; shift
    for pid in "$@"; do
        while born "$pid" >/dev/null; do
            [ $SECONDS -lt $deadline ] || return 1
            sleep 0.05
        done
    done
}

end() { # end NAME SIGNAL SECONDS: asks, waits, then insists
    local pid; pid=$(pid_of "$1") || { rm -f "$dir/$1.pid"; return 0; }
    kill "-$2" "$pid" 2>/dev/null
    gone "$3" "$pid" || { kill -9 "$pid" 2>/dev/null; gone 5 "$pid"; }
    rm -f "$dir/$1.pid"
}

# -------------------------------------------------------------------------------------------------------------- ports

taken() { # whether anything listens on the port
    local hex; printf -v hex ':%04X' "$1"
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v end="$hex" '$4 == "0A" && substr($2, length($2) - 4) == end { found = 1 } END { exit !found }'
}

free_port() { # below the range that outgoing connections use
    local port
    for _ in {1..200}; do
        port=$((15000 + (RANDOM * 32768 + RANDOM) % 17000))
        case " ${chosen:-} " in *" $port "*) continue ;; esac
        taken $port && continue
        chosen="${chosen:-} $port"; REPLY=$port; return
    done
    fail "no free port found on 127.0.0.1"
}

secret() { od -An -N18 -tx1 /dev/urandom | tr -d ' \n'; }
