using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs.Studio;

/// <summary>What stands at a place of the text, and what keeps the text from being a job.</summary>
internal static class StudioMarks
{
    /// <summary>Errors and notes of this text; none while it is being checked, because they were about another.</summary>
    public static IReadOnlyList<TextMark> Of(StudioView view) =>
        view.Verdict is StudioVerdict.Checked(var found, _)
            ?
            [
                .. found.Faults.Select(fault => new TextMark(fault.Line, fault.Column, fault.Words)),
                .. found
                    .Notes.Where(note => note.Line is not null)
                    .Select(note => new TextMark(note.Line!.Value, note.Column!.Value, note.Words, IsWarning: true)),
            ]
            : [];

    /// <summary>Why they can't be a job as they stand; null when they can.</summary>
    public static string? NotAJob(StudioView view) =>
        JobScript.Draft(view.Job.Statements) switch
        {
            { Faults.Length: > 0 } => "Fix the errors to create a job.",
            { Statements: var all } when all.All(s => s.Kind != StatementKind.Insert) =>
                "A job writes a topic: begin a statement with INSERT INTO cluster.topic.",
            { Statements: var all } when all.Any(s => s.Kind == StatementKind.Query) =>
                "A SELECT of its own writes nothing: remove it, or put INSERT INTO cluster.topic before it.",
            _ => JobSpecReview
                .Of(view.Job.Spec(view.Cluster))
                .FirstOrDefault(problem => problem.Field == "statements")
                ?.Words,
        };

    /// <summary>What is wrong with how a topic is read, in itself or by the topic as it was last seen; null when nothing is.</summary>
    /// <param name="field">As the spec names it.</param>
    public static string? Problem(StudioView view, string field) =>
        JobSpecReview.Of(view.Job.Spec(view.Cluster)).FirstOrDefault(problem => problem.Field == field)?.Words
        ?? view.Verdict.Known?.Tables.FirstOrDefault(table =>
            table.ProblemField is { } about && view.Job.SourceField(table.Name, about) == field
        )?.Problem;
}
