using System.Security.Cryptography;
using System.Text;

namespace GanCli.Engine.Metrics.Features;

/// <summary>What tells one extractor from another.</summary>
internal static class FeatureHash
{
    // As many digits as people can compare at a glance.
    private const int Shown = 8;

    /// <summary>SHA-256 of words, in hexadecimal digits.</summary>
    public static string Of(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));

    /// <summary>Its first digits.</summary>
    public static string Short(string hash) => hash[..Shown];
}
