using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core.Jobs;

namespace Portal.Web.Api.Jobs;

public sealed partial record JobSpecDto
{
    private JobProgram? Program() =>
        Type == JobType.Jar
            ? new(
                Artifact ?? "",
                EntryClass,
                Each(Arguments, nameof(Arguments)),
                [.. Each(SecretArguments, nameof(SecretArguments)).Select(s => s.ToArgument())],
                Each(Reads, nameof(Reads))
            )
        : (Artifact, EntryClass, Arguments, SecretArguments, Reads) is (null, null, null, null, null) ? null
        : throw new JsonException(
            "artifact, entryClass, arguments, secretArguments and reads belong to the type jar. Set it, or leave them out."
        );

    private IReadOnlyList<JobSource>? ReadSources() =>
        Sources is { Count: > 0 } ? [.. Each(Sources, nameof(Sources)).Select(s => s.ToSource())] : null;

    private static ImmutableArray<T> Each<T>(IReadOnlyList<T>? list, string field)
        where T : class =>
        [
            .. (list ?? []).Select(item =>
                item
                ?? throw new JsonException(
                    $"An entry of {JsonNamingPolicy.CamelCase.ConvertName(field)} is null; leave it out."
                )
            ),
        ];
}
