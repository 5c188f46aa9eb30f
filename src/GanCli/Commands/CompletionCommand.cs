using System.CommandLine;
using GanCli.Completion;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan completion</c>.</summary>
internal sealed class CompletionCommand : GanCommand
{
    private readonly Argument<string> _shell = new("SHELL") { Description = string.Join(", ", CompletionScripts.All.Keys) };

    public CompletionCommand()
        : base(
            "completion",
            "Print a script that completes commands, runs, configs and kinds in a shell",
            ("eval \"$(gan completion bash)\"", "bash: in ~/.bashrc; zsh: the same in ~/.zshrc, after compinit"),
            ("gan completion fish > ~/.config/fish/completions/gan.fish", "fish"),
            ("gan completion powershell | Out-String | Invoke-Expression", "PowerShell: in $PROFILE"))
    {
        Arguments.Add(_shell);
        _shell.CompletionSources.Add([.. CompletionScripts.All.Keys]);
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        string shell = arguments.GetValue(_shell)!;
        string name = string.Equals(shell, "pwsh", StringComparison.Ordinal) ? "powershell" : shell;
        output.Data.Write(CompletionScripts.All.TryGetValue(name, out string? script)
            ? script
            : throw new UsageException($"'{shell}' is no shell that is known here: {string.Join(", ", CompletionScripts.All.Keys)}"));
        return ExitCodes.Ok;
    }
}
