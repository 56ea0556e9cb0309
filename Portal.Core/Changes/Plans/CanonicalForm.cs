using System.Security.Cryptography;
using System.Text;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>
/// The bytes of a plan that are hashed. The same live state and the same wanted state give the same bytes
/// (<see cref="CoreJson"/> fixes order and spelling). A change of this form raises <see cref="Version"/> and adds a reader
/// for the one before: a plan is read by the version it was stored in, for ever.
/// </summary>
public static class CanonicalForm
{
    public const int Version = 2;

    public static string Write(PlanBody body) => CoreJson.Write(body);

    /// <param name="version">The form it was stored in.</param>
    public static PlanBody Read(int version, string canonical) =>
        version switch
        {
            Version => CoreJson.Read<PlanBody>(canonical),
            1 => CoreJson.Read<PlanBody>(FirstForm.Body(canonical)),
            _ => throw Unknown(version),
        };

    public static string Write(PlanEvidence evidence) => CoreJson.Write(evidence);

    /// <inheritdoc cref="Read"/>
    public static PlanEvidence ReadEvidence(int version, string evidence) =>
        version switch
        {
            Version => CoreJson.Read<PlanEvidence>(evidence),
            1 => CoreJson.Read<PlanEvidence>(FirstForm.Evidence(evidence)),
            _ => throw Unknown(version),
        };

    /// <summary>SHA-256 over the UTF-8 bytes, 64 lower-case hex digits.</summary>
    public static string Hash(string canonical) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    /// <summary>Whether the engine is still as it was: compared as bytes, like everything that is approved.</summary>
    public static bool SameBase(EngineBase then, EngineBase now) => CoreJson.Write(then) == CoreJson.Write(now);

    private static InvalidOperationException Unknown(int version) =>
        new(
            $"This build reads plans of form {Version} and older, not {version}: a newer one has written to the store."
        );
}
