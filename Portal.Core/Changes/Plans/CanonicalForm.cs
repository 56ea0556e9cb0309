using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Changes.Plans;

/// <summary>
/// The bytes of a plan that are hashed. The same live state and the same wanted state give the same bytes
/// (<see cref="CoreJson"/> fixes order and spelling); a change of this form raises <see cref="Version"/>.
/// </summary>
public static class CanonicalForm
{
    public const int Version = 1;

    public static string Write(PlanBody body) => CoreJson.Write(body);

    public static PlanBody Read(string canonical) => CoreJson.Read<PlanBody>(canonical);

    /// <summary>SHA-256 over the UTF-8 bytes, 64 lower-case hex digits.</summary>
    public static string Hash(string canonical) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    /// <summary>Whether the cluster is still as it was: compared as bytes, like everything that is approved.</summary>
    public static bool SameBase(ClusterBase then, ClusterBase now) => CoreJson.Write(then) == CoreJson.Write(now);
}
