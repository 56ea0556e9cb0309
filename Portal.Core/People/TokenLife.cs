using Microsoft.Extensions.Options;
using Portal.Core.Store;

namespace Portal.Core.People;

/// <summary>
/// How long tokens live: as long as was said, and never longer than the maximum as it is now. One that is lowered counts
/// for those that were made before, too. A token that was made with a token never outlives it: what was got by a token is
/// gone with it. Nor does one work that was made under another sign-in method: who made it proved something else.
/// </summary>
public sealed class TokenLife(IOptions<TokenOptions> options, TimeProvider time)
{
    public SignInMode Mode => options.Value.Mode;

    public TimeSpan Longest => options.Value.LongestToken;

    public IQueryable<ApiToken> Working(PortalDb db)
    {
        var now = time.GetUtcNow();
        var mode = Mode;
        var oldest = now - Longest;
        var ended = db.Set<ApiToken>().Where(t => t.RevokedAt != null || t.ExpiresAt <= now || t.CreatedAt <= oldest);
        // Its makers are asked for as id = any (made_with), which the primary key finds; most tokens have none.
        return db.Set<ApiToken>()
            .Where(t =>
                t.RevokedAt == null
                && t.ExpiresAt > now
                && t.CreatedAt > oldest
                && t.SignIn == mode
                && !ended.Any(maker => t.MadeWith.Contains(maker.Id))
            );
    }

    /// <param name="maker">The token that asks for it, and that it won't outlive; null when a person does.</param>
    /// <param name="createdBy">Who creates it for a service account.</param>
    /// <param name="workloadRule">The rule by which a workload gets it.</param>
    /// <param name="coAuthors">Who else let it get one.</param>
    /// <returns>The token itself, and a row for it that isn't stored yet.</returns>
    internal (string Plain, ApiToken Row) Begin(
        PersonId person,
        string name,
        TimeSpan length,
        string[] scopes,
        ApiToken? maker,
        string? createdBy = null,
        long? workloadRule = null,
        string[]? coAuthors = null
    )
    {
        var (plain, now) = (BearerToken.Make(), time.GetUtcNow());
        return (
            plain,
            new ApiToken
            {
                PersonId = person,
                Name = name,
                Hash = BearerToken.HashOf(plain)!,
                Scopes = scopes,
                MadeWith = maker is null ? [] : [.. maker.MadeWith, maker.Id],
                CreatedBy = createdBy,
                WorkloadRuleId = workloadRule,
                CoAuthors = coAuthors ?? [],
                SignIn = Mode,
                CreatedAt = now,
                ExpiresAt = End(now, now + length, maker),
            }
        );
    }

    public DateTimeOffset End(DateTimeOffset made, DateTimeOffset said, ApiToken? maker = null)
    {
        var latest = made + Longest;
        var end = latest < said ? latest : said;
        return maker is not null && End(maker.CreatedAt, maker.ExpiresAt) is var last && last < end ? last : end;
    }
}
