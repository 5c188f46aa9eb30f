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

    // EMFILE, which .NET passes on as it is.
    private const int TooManyFiles = 24;

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
            output.Error(Echo.Lines(config.Message));
            output.Error(output.PaintTalk($"{config.Summary}; nothing was started", Style.Bad));
            return ExitCodes.Usage;
        }

        (int code, string line) = exception switch
        {
            UsageException or DeviceUnavailableException or MemoryShortageException or RunNotFoundException
                or ResumeException => (ExitCodes.Usage, exception.Message),
            TorchUnavailableException => (ExitCodes.Failed, exception.Message),
            _ when NativeFailure.IsOutOfMemory(exception) => (ExitCodes.Failed, Message(exception)),
            DivergedException => (ExitCodes.Diverged, exception.Message),
            OperationCanceledException => (StopSignals.ExitCode, "stopped"),
            IOException { HResult: TooManyFiles } => (ExitCodes.InputOutput,
                $"{exception.Message} (too many files are open at once: raise the limit, ulimit -n 1024)"),
            IOException or UnauthorizedAccessException or InvalidDataException => (ExitCodes.InputOutput, exception.Message),
            _ => (ExitCodes.Failed, Unexpected(exception, output)),
        };
        output.Error(output.PaintTalk("error: ", Style.Bad) + Echo.Lines(line));
        if (string.Equals(Environment.GetEnvironmentVariable(DebugVariable), "1", StringComparison.Ordinal))
        {
            output.Error(exception.ToString());
        }

        return code;
    }

    /// <summary>What an exception says, on one line and without the native stack that libtorch's messages end with.</summary>
    public static string Message(Exception exception) => NativeFailure.Line(exception);

    private static string Unexpected(Exception exception, Output output)
    {
        string message = Message(exception);
        string where = output.LogFile is { } log ? $"details in {log}" : $"run again with {DebugVariable}=1 for details";
        return $"unexpected {exception.GetType().Name}: {message} ({where})";
    }
}
