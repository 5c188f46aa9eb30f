namespace GanCli.Completion;

/// <summary>What each shell has to be told so that it asks this program (<see cref="Suggestions"/>). Where the program has nothing to say the shells complete
/// names of files.</summary>
internal static class CompletionScripts
{
    /// <summary>The scripts by the names of their shells.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new OrderedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["powershell"] = PowerShell,
    };

    private const string Bash = """
        # Completion of gan for bash. In ~/.bashrc: eval "$(gan completion bash)"
        _gan() {
            local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT} word=$2 before candidate
            COMPREPLY=()
            # What stands before an = or : is on the line already and not part of the word.
            before=${line##*[[:space:]]}
            before=${before%"$word"}
            for candidate in $("$1" "[suggest:${#line}]" "$line" 2>/dev/null </dev/null); do
                if [[ $candidate == "$before"* ]]; then
                    COMPREPLY+=("${candidate#"$before"}")
                fi
            done
            if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=/] ]]; then
                compopt -o nospace
            fi
        }
        complete -o default -F _gan gan

        """;

    private const string Zsh = """
        #compdef gan
        # Completion of gan for zsh. In ~/.zshrc, after compinit: eval "$(gan completion zsh)"
        _gan() {
            local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
            local -a found open closed
            found=("${(@f)$("${(Q)words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null </dev/null)}")
            open=("${(@M)found:#*[=/]}")
            closed=("${(@)found:#*[=/]}")
            closed=("${(@)closed:#}")
            if (( $#open + $#closed == 0 )); then
                _files
                return
            fi
            compadd -S '' -a open
            compadd -a closed
        }
        compdef _gan gan

        """;

    private const string Fish = """
        # Completion of gan for fish: gan completion fish > ~/.config/fish/completions/gan.fish
        function __gan_complete
            set -l line (commandline -cp | string collect)
            set -l program (commandline -opc)[1]
            set -l found ($program "[suggest:"(string length -- $line)"]" $line 2>/dev/null </dev/null)
            if test (count $found) -gt 0
                printf '%s\n' $found
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c gan -f -a '(__gan_complete)'

        """;

    private const string PowerShell = """
        # Completion of gan for PowerShell. In $PROFILE: gan completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName gan, gan.exe, gan.ps1 -ScriptBlock {
            param($word, $ast, $cursor)
            $length = $cursor - $ast.Extent.StartOffset
            $line = $ast.Extent.Text.PadRight($length).Substring(0, $length)
            $program = $ast.CommandElements[0].Value
            & $program "[suggest:$length]" $line 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;
}
