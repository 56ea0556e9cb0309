using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.People.Accounts;
using Portal.Web.Api.Authentication;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Rules by which workloads get tokens of a Portal service account.</summary>
internal static class WorkloadRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var rules = v1.MapGroup($"{AccountRoutes.Path}/{{account}}/workloads").WithTags(AccountRoutes.Tag);
        rules
            .MapPost("", Add)
            .Writes()
            .Refuses(404)
            .WithName("addPortalServiceAccountWorkload")
            .WithSummary("Add a rule: workloads whose token states this get short tokens of the account");
        rules
            .MapDelete("/{rule:long}", Remove)
            .Writes()
            .Refuses(404)
            .WithName("removePortalServiceAccountWorkload")
            .WithSummary("Remove a rule for workloads; the tokens that were got by it end at once");
    }

    private static async Task<Results<Created<WorkloadRuleDto>, ProblemHttpResult>> Add(
        [Description("The account's name.")] string account,
        WorkloadRequestDto request,
        HttpContext http,
        WorkloadRules rules,
        Me me,
        CancellationToken stop
    ) =>
        (await rules.Add(me.Known, account, request.ToWish(), BearerTokenHandler.TokenOf(http.User), stop)).Answer(
            rule =>
                TypedResults.Created(
                    $"{ApiRegistration.Root}/v1{AccountRoutes.Path}/{account}",
                    WorkloadRuleDto.Of(rule)
                )
        );

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        [Description("The account's name.")] string account,
        [Description("The rule's number, as listed.")] long rule,
        WorkloadRules rules,
        Me me,
        CancellationToken stop
    ) => rules.Remove(me.Known, account, rule, stop).Answer(_ => TypedResults.NoContent());
}
