using System.Runtime.InteropServices;

namespace GanCli.Terminal;

/// <summary>Turns Ctrl-C, SIGTERM and SIGHUP into a request to stop that the command honours when it can; a second Ctrl-C leaves at once.
/// Without it these signals end the process where it stands.</summary>
internal sealed class StopSignals : IDisposable
{
    private static int _received;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    private StopSignals() => _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Handle(context, 1)),
        ];

    /// <summary>The number of the signal that asked this process to stop; 0 when there was none.</summary>
    public static int Received => Volatile.Read(ref _received);

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Begins to listen; disposing ends it.</summary>
    public static StopSignals Listen() => new();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _received, number, 0) == 0)
        {
            _source.Cancel();
        }
        else if (number == 2)
        {
            Environment.Exit(ExitCodes.SignalBase + number);
        }
    }
}
