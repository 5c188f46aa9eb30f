using System.CommandLine;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>One command of the program. The constructor only declares options, since all commands are constructed on each start; what a
/// command needs (the engine, charts, libtorch) is first touched by <see cref="Run"/>.</summary>
internal abstract class GanCommand : Command
{
    /// <summary>Declares a command.</summary>
    /// <param name="name">The word on the command line.</param>
    /// <param name="description">One line for the list of commands, without a full stop.</param>
    /// <param name="examples">Command lines for the help page, each with what it does.</param>
    protected GanCommand(string name, string description, params (string Line, string Effect)[] examples)
        : base(name, description)
    {
        Examples = examples;
        SetAction(arguments => Run(arguments, ((Invocation)arguments.InvocationConfiguration).Output));
    }

    public IReadOnlyList<(string Line, string Effect)> Examples { get; }

    /// <summary>Does the work. Throws <see cref="UsageException"/> for senseless arguments; other exceptions are mapped by
    /// <see cref="Failures"/>.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    protected abstract int Run(ParseResult arguments, Output output);
}
