using Microsoft.AspNetCore.Components;
using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Parts;

namespace Portal.Web.Features.Changes;

/// <summary>A plan's steps as lines of a diff, under a heading for each of several resources: live against wanted, what it means with its evidence, and how far it can be taken back.</summary>
public static class PlanLines
{
    /// <param name="subject">What the line belongs to, as a link.</param>
    /// <param name="cluster">The cluster's name, where what was seen is to be links.</param>
    public static IReadOnlyList<PlanLine> Of(
        KindViews kinds,
        IReadOnlyList<Step> steps,
        int pointOfNoReturn,
        PlanEvidence evidence,
        Func<Step, RenderFragment> subject,
        Func<ClusterId, string>? cluster = null
    )
    {
        var isOfSeveral = steps.Any(step => step.On != steps[0].On);
        return
        [
            .. steps.SelectMany(
                (step, i) =>
                    Lines(kinds.Of(step.On.Kind), step, subject(step), evidence.Of(step.On), cluster)
                        // A plan that starts beyond it has nothing to undo: the words of its lines say so.
                        .Select(
                            (line, n) =>
                                n > 0 ? line : line with { Number = i + 1, CrossesLine = i == pointOfNoReturn && i > 0 }
                        )
                        .Select((line, n) => Headed(line, isFirst: n == 0 && (i == 0 || steps[i - 1].On != step.On)))
            ),
        ];

        // Of one resource each line names it itself.
        PlanLine Headed(PlanLine line, bool isFirst) =>
            !isOfSeveral ? line : line with { Subject = null, Heading = isFirst ? line.Subject : null };
    }

    // What harms nothing is judged by nothing that was seen.
    private static IEnumerable<PlanLine> Lines(
        IKindView kind,
        Step step,
        RenderFragment subject,
        ResourceEvidence? seen,
        Func<ClusterId, string>? cluster
    ) =>
        (step is OwnershipStep owner ? OwnerLines(owner, subject) : kind.Lines(step, subject, seen)).Select(line =>
            line is { Concern: null, Detail: null } || seen is null || line.Evidence is not null
                ? line
                : line with
                {
                    Evidence = kind.Evidence(seen, cluster?.Invoke(step.On.Cluster)),
                }
        );

    // The same for every kind.
    private static IEnumerable<PlanLine> OwnerLines(OwnershipStep step, RenderFragment subject) =>
        step.Moves.Select(move => new PlanLine(
            null,
            move.Field,
            subject,
            move.Before is { } before ? new(before) : null,
            new(move.After!),
            "Nothing changes on the cluster",
            Undo: step.TakenBack.How,
            UndoMore: step.TakenBack.Who
        ));
}
