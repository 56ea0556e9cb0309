using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Api;
using Portal.Web.Api.Changes;
using Portal.Web.Api.Kinds;
using Portal.Web.Api.Topics;
using Portal.Web.Features.Requests;

namespace Portal.Tests.Web;

/// <summary>What the form shows as YAML and as curl is the request that it would send.</summary>
public sealed class RequestTextTests
{
    private static readonly IOptions<JsonOptions> _json = Json();
    private static readonly KindApis _kinds = new([new TopicApi()], _json);
    private readonly RequestText _text = new(_kinds, _json);

    [Fact]
    public void The_body_of_the_curl_command_is_read_by_the_API_as_the_same_request()
    {
        var draft = Draft("Peak “season”: 10 × it's");
        var curl = _text.Curl(draft, "http://portal/");
        var body = curl[
            (curl.IndexOf("'JSON'\n", StringComparison.Ordinal) + 7)..curl.LastIndexOf("JSON", StringComparison.Ordinal)
        ];
        var read = JsonSerializer.Deserialize<ChangeRequestDto>(body, _json.Value.SerializerOptions)!.Read(_kinds);
        var got = read.ShouldBeOfType<Outcome<ChangeDraft>.Done>().Value;
        got.Reason.ShouldBe(draft.Reason);
        got.Resources.ShouldHaveSingleItem().Spec.ShouldBe(draft.Resources[0].Spec);
        curl.ShouldStartWith("curl -X POST http://portal/api/v1/changes");
    }

    [Fact]
    public void Yaml_quotes_only_what_it_would_read_as_something_else() =>
        _text
            .Yaml(Draft("yes"))
            .ShouldBe(
                """
                owner: payments
                resources:
                  - kind: topic
                    operation: create
                    cluster: main
                    name: payments.refunds
                    spec:
                      partitions: 3
                      replication: 3
                      configs:
                        cleanup.policy: compact
                        retention.ms: "-1"
                      tier: critical
                reason: "yes"
                """
            );

    private static ChangeDraft Draft(string reason) =>
        new(
            "",
            reason,
            "payments",
            [
                new ResourceDraft(
                    TopicKind.Word,
                    ResourceOperation.Create,
                    "main",
                    "payments.refunds",
                    new TopicSpec(
                        3,
                        3,
                        TopicSpec.NoConfigs.Add("retention.ms", "-1").Add("cleanup.policy", "compact"),
                        "payments",
                        Tier.Critical
                    )
                ),
            ]
        );

    private static IOptions<JsonOptions> Json()
    {
        var options = new JsonOptions();
        ApiJson.Configure(options.SerializerOptions);
        return Options.Create(options);
    }
}
