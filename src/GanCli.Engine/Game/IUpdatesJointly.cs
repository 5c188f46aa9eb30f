namespace GanCli.Engine.Game;

/// <summary>A remedy with a rule of its own for the simultaneous update.</summary>
public interface IUpdatesJointly
{
    /// <summary>The gradients to move along in place of the plain ones; the update may overwrite them.</summary>
    /// <param name="field">The joint gradient of both losses on this step's batch, anywhere.</param>
    /// <param name="time">When, and noise.</param>
    Gradients JointGradients(JointField field, StepTime time);
}
