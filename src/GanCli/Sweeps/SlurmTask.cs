using System.Globalization;
using GanCli.Terminal;

namespace GanCli.Sweeps;

/// <summary>This process as a task of a job array.</summary>
internal static class SlurmTask
{
    /// <summary>Goes back into the queue after a stop, if it was Slurm that asked for it because the time is nearly up: after all other signals
    /// (scancel, requeue, preemption) Slurm no longer calls the task running.</summary>
    /// <param name="most">How often that may happen to a task; those that others requeued count too.</param>
    /// <param name="output">Told about it.</param>
    public static void Requeue(int most, Output output)
    {
        int times = int.TryParse(Environment.GetEnvironmentVariable("SLURM_RESTART_COUNT"), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count : 0;
        if (times >= most
            || Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID") is not { } job
            || Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID") is not { } index)
        {
            return;
        }

        string task = $"{job}_{index}";
        try
        {
            if (SlurmTool.Run("squeue", "--noheader", "--job=" + task, "--format=%T") is "RUNNING")
            {
                output.Talk.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the time is up: back into the queue, {times + 1} of {most}"));
                SlurmTool.Run("scontrol", "requeue", task);
            }
        }
        catch (IOException e)
        {
            output.Warn($"not back into the queue: {e.Message}");
        }
    }
}
