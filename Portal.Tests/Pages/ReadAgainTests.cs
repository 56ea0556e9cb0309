using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Evaluation;
using Portal.Core.People;
using Portal.Core.People.Accounts;
using Portal.Core.People.Roster;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Web.Features.People;
using Portal.Web.Features.People.Requests;
using Portal.Web.Features.PortalAccounts;
using Portal.Web.Features.Tokens;

namespace Portal.Tests.Pages;

/// <summary>What an act did is shown, and the page stays, though the store is silent when the page is read again.</summary>
public sealed class ReadAgainTests(WatchedWeb web) : IClassFixture<WatchedWeb>
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly TokenWish _wish = new("ci", TimeSpan.FromHours(1), ["read"]);

    [Fact]
    public async Task A_new_token_of_an_account_is_shown_though_the_store_falls_silent_right_after_it_was_created()
    {
        var account = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await using var seat = await Seat.Of(web, "grace");
        var store = new FadingStore(web.Store);
        var model = seat.Model<AccountModel>(_ => new TeamDirectory(store));
        await model.Load(account, Never);
        store.Answers = 0;

        await model.Create(_wish);

        model.Refused.ShouldBeNull();
        model.Created!.Plain.ShouldNotBeEmpty();
        model.Value!.Account.Row.Name.ShouldBe(account);
        await IsBack(seat);
    }

    [Fact]
    public async Task A_new_token_of_ones_own_is_shown_though_the_store_falls_silent_right_after_it_was_created()
    {
        await using var seat = await Seat.Of(web, "lin");
        var store = new FadingStore(web.Store);
        var model = await OwnTokens(seat, store);
        store.Answers = 0;

        await model.Make(_wish);

        model.Refused.ShouldBeNull();
        model.Created!.Plain.ShouldNotBeEmpty();
        model.Value!.Rows.ShouldBeEmpty("the list is the one from before");
        await IsBack(seat);
    }

    [Fact]
    public async Task A_token_of_an_account_is_there_with_its_secret_though_the_store_falls_silent_as_soon_as_it_is_in_force()
    {
        var account = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await using var seat = await Seat.Of(web, "grace");
        var store = new StoreUpToACommit(web.Services.GetRequiredService<NpgsqlDataSource>());
        var model = seat.Model<AccountModel>(services =>
            ActivatorUtilities.CreateInstance<AccountTokens>(
                services,
                store,
                ActivatorUtilities.CreateInstance<TokenList>(services, store)
            )
        );
        await model.Load(account, Never);

        await model.Create(_wish);
        var created = model.Created.ShouldNotBeNull();
        store.IsSilent.ShouldBeTrue();
        store.IsSilent = false;
        await model.Rotate((created.Row, new RotationWish(Lifetime: null, Overlap: TimeSpan.Zero)));

        model.Refused.ShouldBeNull();
        store.IsSilent.ShouldBeTrue();
        var rotated = model.Created.ShouldNotBeNull();
        rotated.Row.Id.ShouldNotBe(created.Row.Id);
        rotated.Plain.ShouldNotBe(created.Plain);
    }

    [Fact]
    public async Task A_token_of_ones_own_is_there_with_its_secret_though_the_store_falls_silent_as_soon_as_it_is_in_force()
    {
        await using var seat = await Seat.Of(web, "ada");
        var store = new StoreUpToACommit(web.Services.GetRequiredService<NpgsqlDataSource>());
        var model = seat.Model<TokensModel>(services =>
            ActivatorUtilities.CreateInstance<TokenManagement>(
                services,
                ActivatorUtilities.CreateInstance<ApiTokens>(services, store),
                ActivatorUtilities.CreateInstance<TokenList>(services, store)
            )
        );
        await model.Load(everybody: false, Never);

        await model.Make(_wish);

        model.Refused.ShouldBeNull();
        var created = model.Created.ShouldNotBeNull();
        created.Plain.ShouldNotBeEmpty();
        (created.Row.Person, created.Row.Name).ShouldBe(("ada", _wish.Name));
        await IsBack(seat);
    }

    [Fact]
    public async Task A_new_token_of_ones_own_stays_on_its_page_until_the_next_one_is_there_or_it_is_revoked()
    {
        await using var seat = await Seat.Of(web, "ada");
        var store = new FadingStore(web.Store);
        var model = await OwnTokens(seat, store);
        await model.Make(_wish);
        var created = model.Created.ShouldNotBeNull();

        await model.Make(_wish with { Lifetime = TimeSpan.Zero });
        model.Refused.ShouldNotBeNull();
        model.Created.ShouldBe(created);

        store.Answers = 0;
        await model.Revoke(created.Row);
        model.Refused.ShouldNotBeNull();
        model.Created.ShouldBe(created);

        store.Answers = int.MaxValue;
        await IsBack(seat);
        await model.Revoke(created.Row);
        model.Refused.ShouldBeNull();
        model.Created.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_token_of_an_account_stays_on_its_page_until_it_is_revoked()
    {
        var account = await PortalAccounts.Create(web, PortalAccounts.NewName());
        await using var seat = await Seat.Of(web, "grace");
        var store = new FadingStore(web.Store);
        var model = seat.Model<AccountModel>(services =>
            ActivatorUtilities.CreateInstance<AccountTokens>(services, store)
        );
        await model.Load(account, Never);
        await model.Create(_wish);
        var created = model.Created.ShouldNotBeNull();

        store.Answers = 0;
        await model.Revoke(created.Row);
        model.Refused.ShouldNotBeNull();
        model.Created.ShouldBe(created);

        store.Answers = int.MaxValue;
        await IsBack(seat);
        await model.Revoke(created.Row);
        model.Refused.ShouldBeNull();
        model.Created.ShouldBeNull();
    }

    [Fact]
    public async Task A_person_a_team_and_one_s_own_requests_stay_on_their_pages_while_the_store_is_silent()
    {
        await using var seat = await Seat.Of(web, "sam");
        var store = new FadingStore(web.Store);
        var person = seat.Model<PersonModel>(_ => new TeamDirectory(store));
        var team = seat.Model<TeamModel>(services => ActivatorUtilities.CreateInstance<TeamRoster>(services, store));
        var requests = seat.Model<RoleRequestsModel>(_ => new TeamDirectory(store));
        await person.Load("lin", Never);
        await team.Load(SeededStructure.Payments, Never);
        await requests.Load(Never);
        store.Answers = 0;

        await person.Again();
        await IsBack(seat);
        await team.Again();
        await IsBack(seat);
        await requests.Again();

        person.Value!.Person.Row.Handle.ShouldBe("lin");
        team.Value!.Team.Row.Name.ShouldBe(SeededStructure.Payments);
        requests.Value.ShouldNotBeNull();
        await IsBack(seat);
    }

    /// <summary>The page of somebody's own tokens, whose list is read from that store.</summary>
    private static async Task<TokensModel> OwnTokens(Seat seat, FadingStore store)
    {
        var model = seat.Model<TokensModel>(services =>
            ActivatorUtilities.CreateInstance<TokenManagement>(
                services,
                ActivatorUtilities.CreateInstance<TokenList>(services, store)
            )
        );
        await model.Load(everybody: false, Never);
        return model;
    }

    private static Task IsBack(Seat seat) => Deadline.Until(() => seat.Service<StoreWatch>().SilentSince is null);

    /// <summary>Falls silent as soon as it has committed something.</summary>
    private sealed class StoreUpToACommit(NpgsqlDataSource store)
        : DbTransactionInterceptor,
            IDbContextFactory<PortalDb>
    {
        public bool IsSilent { get; set; }

        public PortalDb CreateDbContext() =>
            IsSilent ? new SilentStore().CreateDbContext() : new InterceptedStore(store, this).CreateDbContext();

        public override Task TransactionCommittedAsync(
            DbTransaction transaction,
            TransactionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            IsSilent = true;
            return Task.CompletedTask;
        }
    }
}
