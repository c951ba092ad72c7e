using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Kivenkolo.Platform.Delivery;

/// <summary>The secret in a link that is mailed; of it only the hash is kept.</summary>
public static class LinkToken
{
    /// <summary>The longest token that is looked at.</summary>
    public const int Longest = 100;

    /// <summary>A new token of 256 random bits, as it stands in a link, and the hash that is kept.</summary>
    public static (string Token, byte[] Hash) New()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (token, HashOf(token));
    }

    /// <summary>SHA-256 of a token.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>
    /// Keeps a hash in a transaction of its own, before the mail goes out: if the process ends between the two, the link that was mailed works all
    /// the same.
    /// </summary>
    /// <param name="database">Where.</param>
    /// <param name="insert">The statement that keeps it.</param>
    /// <param name="values">The statement's values, in order.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task Keep(NpgsqlDataSource database, string insert, object[] values, CancellationToken ct)
    {
        await using var command = database.CreateCommand(insert);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
