using System.CommandLine;
using GanCli.Engine.Config;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary><c>gan help</c>: the page that a command shows with <c>--help</c>.</summary>
internal sealed class HelpCommand : GanCommand
{
    private readonly Argument<string[]> _words =
        new("COMMAND") { Description = "The command, for instance train or sweep status; none: all commands", Arity = ArgumentArity.ZeroOrMore };

    public HelpCommand()
        : base("help",
            "Show what a command does and its options", ("gan help train", "the same as gan train --help"), ("gan help sweep status", "a command of a command"))
    {
        Arguments.Add(_words);
        _words.CompletionSources
            .Add(context => Shown(Reached(context.ParseResult)).Select(static command => new System.CommandLine.Completions.CompletionItem(command.Name)));
    }

    protected override int Run(ParseResult arguments, Output output)
    {
        Command command = arguments.RootCommandResult.Command;
        foreach (string word in arguments.GetValue(_words) ?? [])
        {
            command = Find(command, word) ?? throw new UsageException(
                $"{CommandLine.CommandPath(command)} has no command '{word}'{Spelling.DidYouMean(word, Shown(command).Select(static sub => sub.Name))}"
                + (Shown(command).Any() ? $"\n  commands: {string.Join(", ", Shown(command).Select(static sub => sub.Name))}" : ""));
        }

        HelpPage.Write(command, output);
        return ExitCodes.Ok;
    }

    // The command that the words before the last lead to: the last is being written.
    private Command Reached(ParseResult arguments)
    {
        Command command = arguments.RootCommandResult.Command;
        foreach (string word in arguments.GetValue(_words) ?? [])
        {
            command = Find(command, word) ?? command;
        }

        return command;
    }

    private static Command? Find(Command command, string word) =>
        Shown(command).FirstOrDefault(sub => string.Equals(sub.Name, word, StringComparison.Ordinal) || sub.Aliases.Contains(word));

    private static IEnumerable<Command> Shown(Command command) => command.Subcommands.Where(static sub => !sub.Hidden);
}
