namespace GanCli.Engine.Game;

/// <summary>A remedy that puts the samples that D sees together in other shapes and does nothing else to them: the numbers stay, in their order, and gradients
/// by them only need the shape of single samples back. It asks for no latents.</summary>
public interface IRegroupsInput : IShapesInput
{
}
