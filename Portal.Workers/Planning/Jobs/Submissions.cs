using System.Security.Cryptography;
using System.Text;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>The ids by which what is submitted to a Flink is known again after a crash.</summary>
internal static class Submissions
{
    /// <summary>The id of the job that a run starts on a resource: always the same for the same run, and no other's.</summary>
    public static string JobId(RunId run, ResourceRef on) => Hex("start", run, on);

    /// <summary>The id under which a run starts again what it had stopped.</summary>
    public static string JobIdBack(RunId run, ResourceRef on) => Hex("back", run, on);

    public static JobSavepoint Stop(RunId run, ResourceRef on, string jobId) =>
        new(on.Name, jobId, Hex("stop", run, on));

    internal static string Hex(string what, RunId run, ResourceRef on) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{what} {run.Value} {on.Cluster.Value} {on.Name}")).AsSpan(0, 16)
        );
}
