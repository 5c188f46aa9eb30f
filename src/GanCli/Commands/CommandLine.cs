using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using GanCli.Completion;
using GanCli.Runs;
using GanCli.Terminal;

namespace GanCli.Commands;

/// <summary>The command tree, from arguments to an exit code.</summary>
internal static class CommandLine
{
    /// <summary>All commands, in the order of the help page. A new command is one file and one line here.</summary>
    private static GanCommand[] Commands() =>
    [
        new InitCommand(),
        new TrainCommand(),
        new SweepCommand(),
        new SampleCommand(),
        new ExportCommand(),
        new ReportCommand(),
        new EvalCommand(),
        new TrainClassifierCommand(),
        new RunsCommand(),
        new DiagnoseCommand(),
        new CompareCommand(),
        new ListCommand(),
        new SchemaCommand(),
        new BenchCommand(),
        new DoctorCommand(),
        new CompletionCommand(),
        new HelpCommand(),
    ];

    /// <summary>Parses the arguments, runs what they ask for and maps every outcome to an exit code.</summary>
    public static int Run(IReadOnlyList<string> arguments, Output output)
    {
        try
        {
            int code = Execute(arguments, output);
            output.Data.Flush();
            return code;
        }
        catch (Exception e)
        {
            return Failures.Report(e, output);
        }
    }

    private static int Execute(IReadOnlyList<string> arguments, Output output)
    {
        RootCommand root = CreateRoot();
        if (Suggestions.AreAsked(arguments))
        {
            return Suggestions.Write(root, arguments, output);
        }

        // No response files: an argument that begins with @ is just that. Several short options in one are not understood.
        ParseResult result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        bool isHelp = result.Action is HelpPage or VersionLine;
        IReadOnlyList<string> errors = isHelp ? [] : ArgumentErrors.Find(result);
        if (errors.Count > 0)
        {
            string command = CommandPath(result.CommandResult.Command);
            foreach (string error in errors)
            {
                output.Error(output.PaintTalk($"{command}: ", Style.Bad) + Echo.Lines(error));
            }

            output.Error($"see {command} --help");
            return ExitCodes.Usage;
        }

        if (!isHelp)
        {
            RequireFolder();
        }

        return result.Invoke(new Invocation(output));
    }

    /// <summary>Paths are taken from the folder that the program was started in; .NET says of one that was deleted only that some file is missing.</summary>
    private static void RequireFolder()
    {
        try
        {
            _ = Environment.CurrentDirectory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string name = Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } known ? $" ({known})" : "";
            throw new IOException($"the folder that this was started in is gone or may not be read{name}; change to another one", e);
        }
    }

    /// <summary>The whole tree.</summary>
    public static RootCommand CreateRoot()
    {
        var root = new RootCommand("Train small GANs on data with known modes, and see what they learned");
        foreach (GanCommand command in Commands())
        {
            root.Subcommands.Add(command);
        }

        foreach (Option option in root.Options)
        {
            if (option is HelpOption help)
            {
                help.Action = new HelpPage();
                help.Description = "Show help";
            }
            else if (option is VersionOption version)
            {
                version.Action = new VersionLine();
                version.Description = "Show the version";
            }
        }

        root.Directives.Clear();
        // Not the page itself as the action: that one clears parse errors, and "gan trian" is one.
        root.SetAction(arguments => new HelpPage().Invoke(arguments));
        return root;
    }

    /// <summary>The words that lead to a command, for instance <c>gan runs show</c>.</summary>
    public static string CommandPath(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{CommandPath(parent)} {command.Name}" : "gan";

    private sealed class VersionLine : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            string commit = ProgramVersion.Commit is { } known ? $" ({known})" : "";
            parseResult.InvocationConfiguration.Output.WriteLine($"gan {ProgramVersion.Number}{commit}");
            return ExitCodes.Ok;
        }
    }
}
