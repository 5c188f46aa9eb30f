using System.Runtime.InteropServices;
using GanCli.Engine.Config;
using GanCli.Engine.Sessions;
using GanCli.Engine.Tensors;
using GanCli.Engine.Training;
using GanCli.Runs;

namespace GanCli.Terminal;

/// <summary>Turns an exception that ended a command into one line for a person and an exit code.</summary>
internal static class Failures
{
    /// <summary>Set to 1 to see where an exception came from.</summary>
    public const string DebugVariable = "GAN_DEBUG";

    /// <summary>Says what went wrong and returns the exit code.</summary>
    public static int Report(Exception exception, Output output)
    {
        while (exception is AggregateException { InnerExceptions: [var only] })
        {
            exception = only;
        }

        if (exception is IOException io && Output.IsAbandoned(io))
        {
            // Not a failure: whoever read the output has seen enough.
            return ExitCodes.BrokenPipe;
        }

        if (exception is ConfigException config)
        {
            output.Error(config.Message);
            output.Error(output.PaintTalk($"{config.Summary}; nothing was started", Style.Bad));
            return ExitCodes.Usage;
        }

        (int code, string line) = exception switch
        {
            UsageException or DeviceUnavailableException or RunNotFoundException or ResumeException => (ExitCodes.Usage, exception.Message),
            TorchUnavailableException => (ExitCodes.Failed, exception.Message),
            DivergedException => (ExitCodes.Diverged, exception.Message),
            OperationCanceledException => (StopSignals.ExitCode, "stopped"),
            IOException or UnauthorizedAccessException or InvalidDataException => (ExitCodes.InputOutput, exception.Message),
            _ => (ExitCodes.Failed, Unexpected(exception, output)),
        };
        output.Error(output.PaintTalk("error: ", Style.Bad) + line);
        if (string.Equals(Environment.GetEnvironmentVariable(DebugVariable), "1", StringComparison.Ordinal))
        {
            output.Error(exception.ToString());
        }

        return code;
    }

    /// <summary>What an exception says, on one line and without the native stack that libtorch's messages end with.</summary>
    public static string Message(Exception exception)
    {
        string line = exception.Message.ReplaceLineEndings(" ");
        int stack = exception is ExternalException ? line.IndexOf(" Exception raised from ", StringComparison.Ordinal) : -1;
        return (stack < 0 ? line : line[..stack]).Trim();
    }

    private static string Unexpected(Exception exception, Output output)
    {
        string message = Message(exception);
        string where = output.LogFile is { } log ? $"details in {log}" : $"run again with {DebugVariable}=1 for details";
        return $"unexpected {exception.GetType().Name}: {message} ({where})";
    }
}
