using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Schemas;

/// <summary>
/// The context that a subject's name may begin with: “:.eu:” of “:.eu:orders-value”. A registry that has contexts counts ids in each from 1, so
/// only within one context the same id stands for the same schema.
/// </summary>
public static class SubjectContext
{
    private const string Start = ":.";

    // The default one, which most subjects are in, spelled out.
    private const string Default = ":.:";

    /// <summary>Empty for the default one. The wildcard “:*:” is none: it finds subjects, and no subject begins with it.</summary>
    public static string Of(string subject) =>
        Prefix(subject) switch
        {
            Default => "",
            var prefix => prefix,
        };

    /// <summary>The rest of its name, which is the same in any context.</summary>
    internal static string Within(string subject) => subject[Prefix(subject).Length..];

    /// <summary>What references stand for. A registry that has contexts looks for a subject without one in that of the version that refers to it.</summary>
    /// <param name="referrer">The subject of that version.</param>
    public static IEnumerable<SchemaReference> Resolved(
        this IEnumerable<SchemaReference> references,
        string referrer
    ) =>
        references.Select(to =>
            Prefix(to.Subject).Length == 0 ? to with { Subject = $"{Of(referrer)}{to.Subject}" } : to
        );

    /// <summary>Those of them whose ids stand for the same schemas as this subject's.</summary>
    internal static IQueryable<SeenSchema> InContextOf(this IQueryable<SeenSchema> versions, string subject)
    {
        var context = Of(subject);
        if (context.Length == 0)
        {
            return versions.Where(s =>
                !EF.Functions.Like(s.Subject, Start + "%") || EF.Functions.Like(s.Subject, Default + "%")
            );
        }

        var within = $"{LikePattern.Escape(context)}%";
        return versions.Where(s => EF.Functions.Like(s.Subject, within, LikePattern.EscapeCharacter));
    }

    private static string Prefix(string subject) =>
        subject.StartsWith(Start, StringComparison.Ordinal) && subject.IndexOf(':', Start.Length) is > 0 and var end
            ? subject[..(end + 1)]
            : "";
}
