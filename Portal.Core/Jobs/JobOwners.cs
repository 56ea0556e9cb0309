using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>Whose topics a job names. Their owners approve what it begins to use (<see cref="JobKind"/>).</summary>
internal static class JobOwners
{
    private const string Owners = "owners";

    public static Finding? Check(CheckedResource resource, JobSpec wanted, JobEvidence? seen)
    {
        var others = (seen?.Tables ?? []).Where(t => t.Owner is { } owner && owner != wanted.Owner).ToList();
        return others.Count == 0
            ? null
            : resource.Say(
                Owners,
                CheckVerdict.Noted,
                $"{string.Join(" ", Sentences(others))} The owner of a topic approves a job before it begins to use it."
            );
    }

    private static IEnumerable<string> Sentences(List<JobTable> others) =>
        from table in others
        group table by table.IsWritten into used
        orderby used.Key
        select $"It {(used.Key ? "writes" : "reads")} {string.Join(", ", used.Select(t => $"{t.Name}, which {t.Owner} owns"))}.";
}
