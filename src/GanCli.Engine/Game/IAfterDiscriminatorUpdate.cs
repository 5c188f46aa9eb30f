namespace GanCli.Engine.Game;

/// <summary>A remedy that acts when D has moved.</summary>
public interface IAfterDiscriminatorUpdate
{
    /// <summary>Called after each update of D's weights, without gradients.</summary>
    /// <param name="loss">The loss that the update was made with.</param>
    /// <param name="discriminator">The player, updated.</param>
    /// <param name="time">When, and noise.</param>
    void AfterDiscriminatorUpdate(DiscriminatorLoss loss, Player discriminator, StepTime time);
}
