using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Resources;
using Portal.Web.Api;
using Portal.Web.Api.Access;
using Portal.Web.Api.Jobs;
using Portal.Web.Api.Kinds;
using Portal.Web.Api.Schemas;
using Portal.Web.Api.Topics;

namespace Portal.Tests.Specs;

/// <summary>A field that holds something else than it takes says what that is.</summary>
public sealed class SpecFieldTests
{
    [Theory]
    [InlineData(
        "schema",
        """{"type":"avro","schema":"x"}""",
        "spec of a schema: type is none of AVRO, JSON, PROTOBUF."
    )]
    [InlineData("schema", """{"format":"AVRO","schema":"x"}""", "spec of a schema: format is unknown.")]
    [InlineData("schema", """{"type":"AVRO","schema":{}}""", "schema has to be text.")]
    [InlineData("topic", """{"partitions":"six"}""", "partitions has to be a whole number of at most 2147483647.")]
    [InlineData("topic", """{"partitions":3000000000}""", "partitions has to be a whole number of at most 2147483647.")]
    [InlineData("topic", """{"partitions":1,"replication":1,"configs":7}""", "configs has to be an object.")]
    [InlineData(
        "job",
        """{"statements":"x","checkpoints":{"mode":"once"}}""",
        "checkpoints.mode is none of exactly-once, at-least-once."
    )]
    [InlineData("job", """{"statements":"x","checkpoints":{"every":1}}""", "checkpoints.every is unknown.")]
    [InlineData("job", """{"statements":"x","reads":"orders"}""", "reads has to be a list.")]
    [InlineData(
        "access",
        """{"principal":"User:a","mode":"read","topic":"t","expires":7}""",
        "expires has to be a time as 2026-11-27T16:00:00Z, with an offset of at most 14:00."
    )]
    public void What_it_takes_is_named(string kind, string spec, string words)
    {
        var json = new JsonOptions();
        ApiJson.Configure(json.SerializerOptions);
        var kinds = new KindApis(
            [new TopicApi(), new SchemaApi(), new JobApi(), new AccessApi()],
            Options.Create(json)
        );

        var (read, problem) = kinds.Read(new ResourceKind(kind), JsonElement.Parse(spec), "payments");

        read.ShouldBeNull();
        problem!.Words.ShouldEndWith(words);
    }
}
