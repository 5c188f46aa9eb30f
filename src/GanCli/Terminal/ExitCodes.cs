using GanCli.Runs;

namespace GanCli.Terminal;

/// <summary>The program's exit codes. A stop by a signal is 128 + its number (130 Ctrl-C, 143 SIGTERM, 129 SIGHUP).</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>It could not be done.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the config is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Part of the data is left out for good, and the run was to fail on that.</summary>
    public const int Collapsed = 3;

    /// <summary>Training met a number that is not finite, or samples went far beyond the data and the run was to fail on that.</summary>
    public const int Diverged = 4;

    /// <summary>A file could not be read or written, or does not hold what it should.</summary>
    public const int InputOutput = 74;

    /// <summary>Added to the number of the signal that stopped the program.</summary>
    public const int SignalBase = 128;

    /// <summary>The reader of stdout left: that of a program ended by SIGPIPE.</summary>
    public const int BrokenPipe = SignalBase + 13;

    /// <summary>How a training ended.</summary>
    public static int Of(RunState state) => state switch
    {
        RunState.Diverged => Diverged,
        RunState.Collapsed => Collapsed,
        RunState.Interrupted => StopSignals.ExitCode,
        _ => Ok,
    };
}
