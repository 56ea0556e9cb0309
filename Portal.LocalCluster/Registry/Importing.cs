namespace Portal.LocalCluster.Registry;

using Decision = (IReadOnlyCollection<RegistryEvent> Happened, Answer Answer);

/// <summary>Registers schemas with the ids and numbers that they had in another registry, by the documentation of Confluent's; pure.</summary>
public static class Importing
{
    /// <summary>No level is held against what is imported: it was judged where it comes from.</summary>
    public static Decision Import(RegistryState state, string subject, SchemaRequest request)
    {
        if (state.ModeOf(subject) != "IMPORT" || request.Id is not > 0)
        {
            return No(
                state.ModeOf(subject) == "IMPORT"
                    ? $"Subject {subject} is in import mode: a schema is registered with its id"
                    : $"Subject {subject} is not in import mode"
            );
        }

        return new SchemaParsing(state).Parse(request) switch
        {
            ParsedSchema.Broken broken => ([], Answer.Invalid(broken.Why)),
            ParsedSchema.Fine fine => Import(state, subject, fine.Content, request.Id.Value, request.Version),
            _ => throw new InvalidOperationException(),
        };
    }

    private static Decision Import(RegistryState state, string subject, SchemaContent content, int id, int? number)
    {
        if (state.Schemas.TryGetValue(id, out var other) && other != content)
        {
            return No($"Overwrite new schema with id {id} is not permitted.");
        }

        var all = state.All(subject);
        var known =
            number > 0
                ? all.Find(version => version.Version == number)
                : all.FindLast(version => version.Id == id && !version.IsDeleted);
        if (known is not null)
        {
            return known.Id == id && !known.IsDeleted
                ? ([], Answer.Of(new IdView(id)))
                : No($"Subject {subject} has another schema as version {known.Version}");
        }

        var made = number > 0 ? number.Value : (all.LastOrDefault()?.Version ?? 0) + 1;
        return ([new RegistryEvent.Registered(subject, made, id, content)], Answer.Of(new IdView(id)));
    }

    private static Decision No(string message) => ([], new Answer.Fault(42205, message));
}
