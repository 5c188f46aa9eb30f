namespace GanCli.Engine.Game;

/// <summary>A remedy that changes what D is told the samples are.</summary>
public interface ISetsTargets
{
    /// <summary>Changes the share of each sample that D is told is real: 1 for real and 0 for generated samples before any remedy.</summary>
    Targets Targets(Targets targets, DiscriminatorView view);
}
