using GanCli.Tests.Support;

namespace GanCli.Tests.Data.Pictures;

/// <summary>The four files of Fashion-MNIST, where somebody fetched them.</summary>
internal static class FashionMnist
{
    /// <summary>Names another folder than that of <c>scripts/get-data</c>.</summary>
    public const string Variable = "GAN_FASHION_MNIST";

    /// <summary>Their folder; without it the test skips.</summary>
    public static string Folder()
    {
        string folder = Environment.GetEnvironmentVariable(Variable) ?? Repository.PathOf("artifacts", "data", "fashion-mnist");
        Assert.SkipUnless(
            File.Exists(Path.Combine(folder, "train-images-idx3-ubyte.gz")), $"needs Fashion-MNIST: scripts/get-data fashion-mnist, or {Variable}=FOLDER");
        return folder;
    }
}
