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
        subject.On.Cluster != other.On.Cluster || !IsUsedBy(subject, other) ? Precedence.Either
        : subject.Operation != ResourceOperation.Delete && other.Operation != ResourceOperation.Delete
            ? Precedence.First
        : subject.Operation == ResourceOperation.Delete && other.Operation == ResourceOperation.Delete ? Precedence.Last
        : Precedence.Either;

    /// <summary>Its topic, and the subjects that it refers to.</summary>
    public static IEnumerable<ResourceRef> Related(ResourceRequest subject)
    {
        var spec = subject.Wanted as SchemaSpec;
        if (SubjectName.TopicOf(subject.On.Name, spec?.Type ?? default, spec?.Schema) is { } topic)
        {
            yield return subject.On with
            {
                Kind = TopicKind.Word,
                Name = topic,
            };
        }

        foreach (var reference in (spec?.References ?? []).Resolved(subject.On.Name))
        {
            yield return subject.On with
            {
                Name = reference.Subject,
            };
        }
    }

    private static bool IsUsedBy(ResourceRequest subject, ResourceRequest other) =>
        other.On.Kind == TopicKind.Word
            ? IsNamedAfter(subject, other.On.Name)
            : other.Wanted is SchemaSpec spec
                && spec.References.Resolved(other.On.Name).Any(to => to.Subject == subject.On.Name);

    // Its text is looked at only where its name begins with the topic's: a change has many pairs. A deletion has none.
    private static bool IsNamedAfter(ResourceRequest subject, string topic) =>
        SubjectContext.Within(subject.On.Name) is var name
        && name.StartsWith(topic, StringComparison.Ordinal)
        && (
            subject.Wanted is SchemaSpec spec
                ? SubjectName.TopicOf(name, spec.Type, spec.Schema) == topic
                : SubjectName.OfTopic(topic).Contains(name) || SubjectName.MayBeOf(topic, name)
        );
}
