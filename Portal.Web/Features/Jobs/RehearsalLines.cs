using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs.Rehearsals;
using Portal.Core.Resources;
using Portal.Core.Wording;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>A step of a rehearsal as a line of a diff.</summary>
internal static class RehearsalLines
{
    private const string Field = "rehearsal";

    public static IEnumerable<PlanLine> Of(Step step, RenderFragment subject) =>
        [
            step switch
            {
                ForkSavepoint fork => Fork(fork, subject),
                CreateScratchTopic scratch => new(
                    null,
                    Field,
                    subject,
                    null,
                    new("scratch topic"),
                    $"Like {scratch.Table}, with the same partitions and settings",
                    "Its records are kept for a day at most",
                    Undo: "deleted"
                ),
                StartRehearsal start => new(
                    null,
                    Field,
                    subject,
                    null,
                    new("new version"),
                    "Beside the running one, from that savepoint",
                    start.Definition.Program is null
                        ? "It commits no progress and writes the scratch topics only"
                        : "Its program is trusted to keep to its arguments: the scratch topics, no transactions, a consumer group of its own",
                    Undo: "cancelled"
                ),
                AwaitRehearsal wait => new(
                    null,
                    Field,
                    subject,
                    null,
                    new("stable"),
                    $"The running version is touched only after this, within {Age.InWords(wait.Within)}",
                    wait.Gate.Needs,
                    Undo: "nothing to undo",
                    UndoMore: "if it isn't stable the upgrade ends here, and the running version goes on as it is"
                ),
                EndRehearsal end => new(
                    null,
                    Field,
                    subject,
                    new("new version"),
                    new("ended"),
                    end.Groups is null
                        ? "Its scratch topics and its savepoint are deleted"
                        : "Its scratch topics, its consumer groups and its savepoint are deleted",
                    Undo: "nothing to undo"
                ),
                _ => throw new InvalidOperationException(step.GetType().Name),
            },
        ];

    private static PlanLine Fork(ForkSavepoint fork, RenderFragment subject) =>
        new(
            null,
            Field,
            subject,
            null,
            new("savepoint"),
            "The running version goes on",
            fork.IsExactlyOnce ? "Its next checkpoint is waited for" : null,
            Undo: "deleted"
        );
}
