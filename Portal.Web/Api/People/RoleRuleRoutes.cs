using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Federation;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Which groups of an identity provider have which roles, for platform engineers.</summary>
internal static class RoleRuleRoutes
{
    public static void Map(RouteGroupBuilder v1)
    {
        var routes = v1.MapGroup("/role-rules").WithTags("People");
        routes.MapGet("", List).WithName("listRoleRules").WithSummary("Role rules, by provider, claim and value");
        routes
            .MapGet("/people", People)
            .WithName("listFederatedPeople")
            .WithSummary("People who signed in at a provider, with their claims and roles: the newest 500");
        routes
            .MapPost("/preview", Preview)
            .Writes()
            .Refuses(404)
            .WithName("previewRoleRule")
            .WithSummary("Whose roles a rule to be added or removed would change; stores nothing");
        routes
            .MapPost("", Add)
            .Writes()
            .WithName("addRoleRule")
            .WithSummary("Add a role rule; it counts at once for everybody whose last sign-in had the claim");
        routes
            .MapDelete("/{id:int}", Remove)
            .Writes()
            .Refuses(404)
            .WithName("removeRoleRule")
            .WithSummary("Remove a role rule; roles that no other rule gives are taken away at once");
    }

    private static Task<Results<Ok<List<RoleRuleDto>>, ProblemHttpResult>> List(
        RoleRules rules,
        Me me,
        CancellationToken stop
    ) => rules.Rules(me.Known, stop).Answer(rows => TypedResults.Ok(rows.Select(RoleRuleDto.Of).ToList()));

    private static Task<Results<Ok<List<FederatedPersonDto>>, ProblemHttpResult>> People(
        RoleRules rules,
        Me me,
        CancellationToken stop
    ) => rules.People(me.Known, stop).Answer(rows => TypedResults.Ok(rows.Select(FederatedPersonDto.Of).ToList()));

    private static async Task<Results<Ok<RuleEffectDto>, ProblemHttpResult>> Preview(
        RulePreviewRequestDto request,
        RoleRules rules,
        Me me,
        CancellationToken stop
    )
    {
        var effect = request switch
        {
            { Add: { } rule, Remove: null } => await rules.PreviewAddition(me.Known, rule.ToWish(), stop),
            { Add: null, Remove: { } id } => await rules.PreviewRemoval(me.Known, id, stop),
            _ => RoleRules.May(me.Known) is { Granted: false } no
                ? Refusal.Denied(no.Words)
                : Refusal.Invalid(
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["add"] = "Send either a rule to add or the number of one to remove.",
                    }
                ),
        };
        return effect.Answer(value => TypedResults.Ok(RuleEffectDto.Of(value)));
    }

    private static Task<Results<Ok<RuleEffectDto>, ProblemHttpResult>> Add(
        RoleRuleRequestDto request,
        RoleRules rules,
        Me me,
        CancellationToken stop
    ) => rules.Add(me.Known, request.ToWish(), stop).Answer(effect => TypedResults.Ok(RuleEffectDto.Of(effect)));

    private static Task<Results<Ok<RuleEffectDto>, ProblemHttpResult>> Remove(
        [Description("The rule's number, as listed.")] int id,
        RoleRules rules,
        Me me,
        CancellationToken stop
    ) => rules.Remove(me.Known, id, stop).Answer(effect => TypedResults.Ok(RuleEffectDto.Of(effect)));
}
