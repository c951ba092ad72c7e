using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kivenkolo.Calendar.Tests;

/// <summary>
/// Throws bytes at a reader: noise, and good inputs with some of their bytes changed, cut, doubled, crossed with others or replaced by words
/// of the format. An input that is answered in a way not seen before joins those that are changed further. The reader must return within
/// <see cref="Patience"/> and must not throw.
/// </summary>
/// <remarks>
/// Each reader is tried for some seconds in the gate and for a minute among the endurance tests, both side by side. By hand as long as one likes, here for an
/// hour:
/// <code>KIVENKOLO_FUZZ_SECONDS=3600 dotnet tests/Calendar.Tests/bin/Release/net10.0/Calendar.Tests.dll -method '*for_a_minute'</code>
/// What is found is told with the input in base 64; give it to the same reader in a test of its own.
/// </remarks>
internal sealed class Fuzz
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostInputs = 5000;

    private readonly Random random;
    private readonly List<byte[]> inputs;
    private readonly byte[][] words;
    private readonly int longest;
    private readonly HashSet<string> answers = [];
    private byte[] current = [];
    private long currentSince = Stopwatch.GetTimestamp();

    private Fuzz(int seed, IEnumerable<string> good, IEnumerable<string> words, int longest)
    {
        random = new(seed);
        inputs = [.. good.Select(Encoding.UTF8.GetBytes)];
        this.words = [.. words.Select(Encoding.UTF8.GetBytes)];
        this.longest = longest;
    }

    /// <summary>Tries a reader on a thread of its own.</summary>
    /// <param name="length">For how long.</param>
    /// <param name="good">Inputs that the reader takes, to begin with.</param>
    /// <param name="words">What the format is made of.</param>
    /// <param name="longest">The most bytes of an input.</param>
    /// <param name="read">
    /// The reader and what must hold of its answer. Tells the answer in few words, alike for alike inputs; throws when something does not hold.
    /// </param>
    /// <returns>How many inputs were tried, and how many different answers there were.</returns>
    public static async Task<(long Tried, int Answers)> Run(TimeSpan length, IEnumerable<string> good, IEnumerable<string> words, int longest,
        Func<byte[], string> read)
    {
        var seed = Random.Shared.Next();
        var fuzz = new Fuzz(seed, good, words, longest);
        var trying = Task.Factory.StartNew(() => fuzz.Try(length, read, seed), TaskCreationOptions.LongRunning);
        while (!trying.IsCompleted)
        {
            await Task.WhenAny(trying, Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken));
            if (!trying.IsCompleted && Stopwatch.GetElapsedTime(Volatile.Read(ref fuzz.currentSince)) > Patience)
                Assert.Fail($"The reader does not return. Seed {seed}, input {Convert.ToBase64String(Volatile.Read(ref fuzz.current))}");
        }
        return (await trying, fuzz.answers.Count);
    }

    private long Try(TimeSpan length, Func<byte[], string> read, int seed)
    {
        var begun = Stopwatch.GetTimestamp();
        var tried = 0L;
        foreach (var input in inputs.ToArray().Concat(Changed()))
        {
            Volatile.Write(ref current, input);
            Volatile.Write(ref currentSince, Stopwatch.GetTimestamp());
            try
            {
                if (answers.Add(read(input)) && inputs.Count < MostInputs) inputs.Add(input);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, input {Convert.ToBase64String(input)}: {e.Message}", e);
            }
            tried++;
            if (Stopwatch.GetElapsedTime(begun) > length) break;
        }
        return tried;
    }

    private IEnumerable<byte[]> Changed()
    {
        while (true)
        {
            var bytes = new List<byte>(random.Next(20) == 0 ? Noise() : Input());
            for (var changes = random.Next(1, 6); changes > 0; changes--) Change(bytes);
            yield return [.. bytes.Take(longest)];
        }
    }

    private void Change(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var some = Math.Min(random.Next(1, 12), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0: bytes.Insert(at, (byte)random.Next(256)); break;
            case 1: if (some > 0) bytes[at] = (byte)random.Next(256); break;
            case 2: if (some > 0) bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 3: bytes.RemoveRange(at, some); break;
            case 4: bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, some)); break;
            case 5: bytes.InsertRange(at, words[random.Next(words.Length)]); break;
            case 6:
                bytes.RemoveRange(at, some);
                bytes.InsertRange(at, Encoding.ASCII.GetBytes(Number()));
                break;
            default:
                var other = Input();
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[random.Next(other.Length + 1)..]);
                break;
        }
    }

    private string Number() => random.Next(4) switch
    {
        0 => random.Next(-40, 400).ToString(CultureInfo.InvariantCulture),
        1 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        2 => new string('9', random.Next(1, 40)),
        _ => $"{random.Next(10000):0000}{random.Next(14):00}{random.Next(33):00}",
    };

    private byte[] Input() => inputs[random.Next(inputs.Count)];

    private byte[] Noise()
    {
        var noise = new byte[random.Next(longest)];
        random.NextBytes(noise);
        return noise;
    }
}
