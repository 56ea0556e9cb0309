using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>Whose topics a job names: what is written into another team's topic its readers take for that team's.</summary>
internal static class JobOwners
{
    private const string Owners = "owners";

    public static Finding? Check(CheckedResource resource, JobSpec wanted, JobEvidence? seen)
    {
        var others = (seen?.Tables ?? []).Where(t => t.Owner is { } owner && owner != wanted.Owner).ToList();
        var written = others.Where(t => t.IsWritten).ToList();
        return (written.Count, others.Count) switch
        {
            (> 0, _) => resource.Say(
                Owners,
                CheckVerdict.NeedsOverride,
                $"It writes {Named(written)}. Whoever approves it answers for that team's agreement."
            ),
            (_, > 0) => resource.Say(Owners, CheckVerdict.Noted, $"It reads {Named(others)}."),
            _ => null,
        };
    }

    private static string Named(IEnumerable<JobTable> tables) =>
        string.Join(", ", tables.Select(t => $"{t.Name}, which {t.Owner} owns"));
}
