# Shared by the scripts; sourced, not run. Expects $root, the folder of the working copy.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

# Finds the SDK, and tells programs that were built with it where its runtime is.
find_dotnet() {
    local sdk='the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0)'
    if ! command -v dotnet >/dev/null; then
        printf '%s\n' "gan needs $sdk; there is no 'dotnet' on the PATH" >&2
        return 1
    fi

    # A system without ICU stops dotnet itself; the program does without it anyway.
    local why
    if ! why=$(cd "$root" && dotnet --version 2>&1); then
        if (cd "$root" && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 dotnet --version) >/dev/null 2>&1; then
            export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
        else
            printf '%s\n' "gan needs $sdk; dotnet says:" "$why" >&2
            return 1
        fi
    fi

    if [ -z "${DOTNET_ROOT:-}" ]; then
        local folder
        folder=$(dirname -- "$(readlink -f -- "$(command -v dotnet)")")
        if [ -d "$folder/host/fxr" ]; then
            export DOTNET_ROOT=$folder
        fi
    fi
}

# quietly LOG COMMAND…: runs a build; shows its errors, and only those, when it fails.
quietly() {
    local log=$1
    shift
    # Build servers outlive the build: they must inherit neither a pipe that somebody reads to its end nor a lock.
    if ! "$@" >"$log" 2>&1 </dev/null 9>&-; then
        if grep -qE '(error|warning) [A-Z]+[0-9]+|: error' "$log"; then
            grep -E 'error [A-Z]+[0-9]+|: error' "$log" | sort -u >&2
        else
            tail -n 30 "$log" >&2
        fi
        printf '%s\n' "the build failed; all it said is in $log" >&2
        return 1
    fi
}
