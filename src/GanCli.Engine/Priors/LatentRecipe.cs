namespace GanCli.Engine.Priors;

/// <summary>How latents are drawn, told to people and to PyTorch.</summary>
/// <param name="Words">What a latent is made of, after "a latent is ": <c>64 independent standard normal numbers</c>.</param>
/// <param name="Torch">An expression of PyTorch 1.12 or newer that draws <c>count</c> of them, a tensor [count, dimension]. It may use <c>torch</c>,
/// <c>nn</c>, and each table of <see cref="Prior.Tables"/> as <c>self.prior_NAME</c>.</param>
public sealed record LatentRecipe(string Words, string Torch);
