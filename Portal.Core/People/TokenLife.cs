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

    public DateTimeOffset End(DateTimeOffset made, DateTimeOffset said, ApiToken? maker = null)
    {
        var latest = made + Longest;
        var end = latest < said ? latest : said;
        return maker is not null && End(maker.CreatedAt, maker.ExpiresAt) is var last && last < end ? last : end;
    }
}
