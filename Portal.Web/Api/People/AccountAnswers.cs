using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core;
using Portal.Core.People.Accounts;
using Portal.Web.Identity;

namespace Portal.Web.Api.People;

/// <summary>What is answered about a Portal service account: it, as it is after what was done.</summary>
internal sealed class AccountAnswers(AccountReading accounts, Me me, TimeProvider time)
{
    public async Task<Outcome<PortalAccountDto>> Read(string account, CancellationToken stop) =>
        await accounts.Of(me.Caller, account, stop) switch
        {
            Outcome<AccountDetails>.Done(var found) => PortalAccountDto.Of(found, time.GetUtcNow()),
            Outcome<AccountDetails>.Refused(var why) => why,
            _ => throw new InvalidOperationException(),
        };

    public async Task<Outcome<PortalAccountDto>> After<T>(Outcome<T> done, string account, CancellationToken stop) =>
        done is Outcome<T>.Refused(var why) ? why : await Read(account, stop);

    public async Task<Results<Ok<PortalAccountDto>, ProblemHttpResult>> Answer<T>(
        Outcome<T> done,
        string account,
        CancellationToken stop
    ) => (await After(done, account, stop)).Answer(TypedResults.Ok);
}
