using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Accounts;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>Portal service accounts: what a pipeline or a script calls this API as.</summary>
internal static class AccountRoutes
{
    public const string Tag = "Portal service accounts";
    public const string Path = "/portal-service-accounts";

    public static void Map(RouteGroupBuilder v1)
    {
        var accounts = v1.MapGroup(Path).WithTags(Tag);
        accounts
            .MapGet("", List)
            .Refuses(422)
            .WithName("listPortalServiceAccounts")
            .WithSummary("Portal service accounts, by name");
        accounts
            .MapPost("", Create)
            .Writes()
            .WithName("createPortalServiceAccount")
            .WithSummary("Create a Portal service account of a team; it has no role and no token yet");
        var one = accounts.MapGroup("/{account}");
        one.MapGet("", Account)
            .Refuses(404)
            .WithName("getPortalServiceAccount")
            .WithSummary("A Portal service account: roles, tokens, what it requested");
        one.MapPut("", Edit)
            .Writes()
            .Refuses(404)
            .WithName("editPortalServiceAccount")
            .WithSummary("Edit what a Portal service account is described as");
        one.MapDelete("", Remove)
            .Writes()
            .Refuses(404)
            .WithName("removePortalServiceAccount")
            .WithSummary(
                "Remove a Portal service account for good: its tokens and roles end at once, its name stays taken"
            );
        one.MapPost("/disable", Disable)
            .Writes()
            .Refuses(404)
            .WithName("disablePortalServiceAccount")
            .WithSummary("Refuse the tokens of a Portal service account until it is enabled again");
        one.MapPost("/enable", Enable)
            .Writes()
            .Refuses(404)
            .WithName("enablePortalServiceAccount")
            .WithSummary("Accept the tokens of a disabled Portal service account again");
    }

    private static async Task<Results<Ok<Page<PortalAccountRowDto>>, ProblemHttpResult>> List(
        [Description("Part of the name or the description.")] string? words,
        [Description("A team's name: those it owns.")] string? team,
        [Description("active, disabled or removed; left out: all but removed ones.")] string? state,
        [Description("The `next` of the page before.")] string? after,
        int? limit,
        AccountList accounts,
        Me me,
        CancellationToken stop
    )
    {
        AccountState? only = state is not null && ApiJson.TryWord<AccountState>(state, out var word) ? word : null;
        if (state is not null && only is null)
        {
            return NoSuchState(state).Answer(TypedResults.Ok);
        }

        var size = Paging.Size(limit);
        var rows = await accounts.Page(me.Caller, new AccountFilter(words, team, only), after, size + 1, stop);
        return TypedResults.Ok(Paging.Of(rows, size, PortalAccountRowDto.Of, row => row.Name));
    }

    private static Outcome<Page<PortalAccountRowDto>> NoSuchState(string state) =>
        Refusal.Invalid(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["state"] =
                    $"There is no state {state}. States are {string.Join(", ", Enum.GetValues<AccountState>().Select(ApiJson.Word))}.",
            }
        );

    private static async Task<Results<Created<PortalAccountDto>, ProblemHttpResult>> Create(
        PortalAccountRequestDto request,
        AccountCreation creation,
        AccountAnswers answers,
        Me me,
        CancellationToken stop
    ) =>
        (await answers.After(await creation.Create(me.Known, request.ToWish(), stop), request.Name, stop)).Answer(
            made => TypedResults.Created($"{ApiRegistration.Root}/v1{Path}/{made.Account.Name}", made)
        );

    private static async Task<Results<Ok<PortalAccountDto>, ProblemHttpResult>> Account(
        [Description("The account's name.")] string account,
        AccountAnswers answers,
        CancellationToken stop
    ) => (await answers.Read(account, stop)).Answer(TypedResults.Ok);

    private static async Task<Results<Ok<PortalAccountDto>, ProblemHttpResult>> Edit(
        [Description("The account's name.")] string account,
        PortalAccountEditDto request,
        AccountManagement management,
        AccountAnswers answers,
        Me me,
        CancellationToken stop
    ) => await answers.Answer(await management.Edit(me.Known, account, request.Description, stop), account, stop);

    private static Task<Results<NoContent, ProblemHttpResult>> Remove(
        [Description("The account's name.")] string account,
        AccountManagement management,
        Me me,
        CancellationToken stop
    ) => management.Remove(me.Known, account, stop).Answer(_ => TypedResults.NoContent());

    private static async Task<Results<Ok<PortalAccountDto>, ProblemHttpResult>> Disable(
        [Description("The account's name.")] string account,
        DisableRequestDto request,
        AccountManagement management,
        AccountAnswers answers,
        Me me,
        CancellationToken stop
    ) => await answers.Answer(await management.Disable(me.Known, account, request.Reason, stop), account, stop);

    private static async Task<Results<Ok<PortalAccountDto>, ProblemHttpResult>> Enable(
        [Description("The account's name.")] string account,
        AccountManagement management,
        AccountAnswers answers,
        Me me,
        CancellationToken stop
    ) => await answers.Answer(await management.Enable(me.Known, account, stop), account, stop);
}
