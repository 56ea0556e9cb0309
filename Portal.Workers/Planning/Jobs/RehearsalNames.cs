using System.Security.Cryptography;
using System.Text;
using Portal.Core;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What belongs to the rehearsal of one run: all names follow from it, so that none is made twice and nothing else is ever touched.</summary>
internal sealed class RehearsalNames(RunId run, ResourceRef on)
{
    private const int Mark = 8;

    /// <summary>Of a name that is continued: what follows it still fits.</summary>
    private const int Longest = 200;

    public string Job => $"{Short(on.Name)}{Ending}";

    /// <summary>What follows a name that is used beside the one of production.</summary>
    public string Ending => RehearsalName.Ending(JobId);

    public string JobId => Submissions.Hex("rehearse", run, on);

    /// <param name="jobId">The run that goes on.</param>
    public JobSavepoint Fork(string jobId) => new(Job, jobId, Submissions.Hex("fork", run, on));

    /// <summary>The mark stands in front: who reads by a pattern that begins with the topic's name doesn't read this one.</summary>
    /// <param name="table">As the statements name the topic: two may have the same name on two clusters.</param>
    public string Topic(string table, string topic)
    {
        var which = SHA256.HashData(Encoding.UTF8.GetBytes($"{JobId} {table}"));
        return $"rehearsal-{Convert.ToHexStringLower(which)[..Mark]}.{Short(topic)}";
    }

    private static string Short(string name) => name.Length > Longest ? name[..Longest] : name;
}
