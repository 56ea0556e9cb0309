using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Schemas;

/// <summary>
/// A subject beside other resources of its change: there before its topic is first written to, and before what refers to it; gone after its topic.
/// What a subject that is deleted refers to shows only in the live one, see <see cref="LiveSchema.RefersTo"/>.
/// </summary>
internal static class SchemaPrecedence
{
    public static Precedence Of(ResourceRequest subject, ResourceRequest other) =>
        subject.On.Cluster != other.On.Cluster || !IsUsedBy(subject.On.Name, other) ? Precedence.Either
        : subject.Operation != ResourceOperation.Delete && other.Operation != ResourceOperation.Delete
            ? Precedence.First
        : subject.Operation == ResourceOperation.Delete && other.Operation == ResourceOperation.Delete ? Precedence.Last
        : Precedence.Either;

    /// <summary>Its topic, and the subjects that it refers to.</summary>
    public static IEnumerable<ResourceRef> Related(ResourceRequest subject)
    {
        if (SubjectName.TopicOf(subject.On.Name) is { } topic)
        {
            yield return subject.On with
            {
                Kind = TopicKind.Word,
                Name = topic,
            };
        }

        foreach (var reference in (subject.Wanted as SchemaSpec)?.References ?? [])
        {
            yield return subject.On with
            {
                Name = reference.Subject,
            };
        }
    }

    private static bool IsUsedBy(string subject, ResourceRequest other) =>
        other.On.Kind == TopicKind.Word
            ? SubjectName.TopicOf(subject) == other.On.Name
            : other.Wanted is SchemaSpec spec && spec.References.Any(reference => reference.Subject == subject);
}
