using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>What is wrong with a subject's spec in itself, by field.</summary>
internal static class SchemaSpecReview
{
    private const int LongestDescription = 2_000;
    private const int MostReferences = 50;
    private const int MostDeleted = 1_000;

    public static IEnumerable<FieldProblem> Of(SchemaSpec spec)
    {
        if (spec.Schema.Length > SchemaText.Longest)
        {
            yield return new(
                "schema",
                $"The schema is too long: {SchemaText.Longest:N0} characters are allowed. Split it and use references."
            );
        }
        else
        {
            foreach (var problem in SchemaText.Problems(spec.Type, spec.Schema, !spec.References.IsEmpty))
            {
                yield return new("schema", problem);
            }
        }

        if (spec.Description.Length > LongestDescription)
        {
            yield return new("description", $"A description has at most {LongestDescription:N0} characters.");
        }

        if (spec.References.Length > MostReferences)
        {
            yield return new("references", $"A schema has at most {MostReferences} references.");
        }

        if (spec.DeletedVersions.Length > MostDeleted)
        {
            yield return new("deletedVersions", $"At most {MostDeleted:N0} versions are named.");
        }

        for (var i = 0; i < spec.DeletedVersions.Length; i++)
        {
            var version = spec.DeletedVersions[i].Version;
            if (version < 1)
            {
                yield return new($"deletedVersions[{i}].version", "Versions are counted from 1.");
            }
            else if (spec.DeletedVersions.Take(i).Any(d => d.Version == version))
            {
                yield return new($"deletedVersions[{i}].version", $"Version {version} is named twice.");
            }
        }

        for (var i = 0; i < spec.References.Length; i++)
        {
            var (name, subject, version) = spec.References[i];
            if (name.Length == 0)
            {
                yield return new(
                    $"references[{i}].name",
                    "Enter the name that the schema uses: a type's full name, or an import's path."
                );
            }

            if (SubjectName.Problem(subject) is { } wrong)
            {
                yield return new($"references[{i}].subject", wrong);
            }

            if (version < 1)
            {
                yield return new($"references[{i}].version", "Versions are counted from 1.");
            }
        }
    }
}
