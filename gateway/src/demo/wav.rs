//! Recordings made of arithmetic: two rings, then a small tune of its own for each.

/// Samples in a second.
const RATE: u32 = 8_000;
/// Bytes in a sample: 16 bits, one channel.
const WIDTH: u32 = 2;
/// Bytes before the first sample.
const HEADER: u32 = 44;
/// Samples in a note: a quarter of a second.
const NOTE: u32 = RATE / 4;
/// What a British caller hears until somebody answers, in Hz.
const RING: [u32; 2] = [400, 450];
/// A pentatonic scale in Hz: any order of its notes is a tune.
const SCALE: [u32; 8] = [262, 294, 330, 392, 440, 523, 587, 659];

/// The WAV file of the recording `id`, `seconds` long.
pub(super) fn recording(id: u32, seconds: u32) -> Vec<u8> {
    let samples = seconds * RATE;
    let mut file = header(samples * WIDTH);
    for at in 0..samples {
        file.extend_from_slice(&sample(id, at).to_le_bytes());
    }
    file
}

/// A RIFF header for PCM.
fn header(length: u32) -> Vec<u8> {
    let mut header = Vec::new();
    header.extend_from_slice(b"RIFF");
    header.extend_from_slice(&(HEADER - 8 + length).to_le_bytes());
    header.extend_from_slice(b"WAVEfmt ");
    header.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    header.extend_from_slice(&1_u16.to_le_bytes());
    header.extend_from_slice(&1_u16.to_le_bytes());
    header.extend_from_slice(&RATE.to_le_bytes());
    header.extend_from_slice(&(RATE * WIDTH).to_le_bytes());
    // Bytes and bits in a sample.
    header.extend_from_slice(&2_u16.to_le_bytes());
    header.extend_from_slice(&16_u16.to_le_bytes());
    header.extend_from_slice(b"data");
    header.extend_from_slice(&length.to_le_bytes());
    header
}

fn sample(id: u32, at: u32) -> i16 {
    let (note, within) = (at / NOTE, at % NOTE);
    let loudness = match note {
        // Two short rings with a pause between them, then a breath.
        0 | 2 => i32::from(u8::MAX).min(edge(within)),
        1 | 3 => 0,
        // Struck, then dying away.
        _ => i32::try_from(255 * (NOTE - within) / NOTE).unwrap_or(0).min(edge(within)),
    };
    let wave = if note < 4 { RING.iter().map(|pitch| tone(*pitch, at) / 2).sum() } else { tone(pitch(id, note), at) };
    i16::try_from(wave * loudness / 512).unwrap_or(0)
}

/// How far a note may be turned up next to its edges, where a sudden beginning or end would click.
fn edge(within: u32) -> i32 {
    i32::try_from(within.min(NOTE - 1 - within)).unwrap_or(0) * 4
}

/// The pitch of a note in the tune of `id`: a different walk through the scale for each.
fn pitch(id: u32, note: u32) -> u32 {
    // Knuth's multiplicative hash: neighbouring notes land far apart.
    let mixed = id.wrapping_mul(31).wrapping_add(note).wrapping_mul(2_654_435_761) >> 24;
    SCALE.iter().copied().cycle().nth(usize::try_from(mixed).unwrap_or(0) % SCALE.len()).unwrap_or(440)
}

/// A wave of `pitch` Hz, from -16384 to 16384: each half a parabola, which sounds much like a sine and needs no fractions.
fn tone(pitch: u32, at: u32) -> i32 {
    let turn = u64::from(at) * u64::from(pitch) * 65_536 / u64::from(RATE) % 65_536;
    let half = i32::try_from(turn % 32_768).unwrap_or(0);
    let height = (half * (32_768 - half)) >> 14;
    if turn < 32_768 { height } else { -height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_header_says_how_long_it_is() {
        let file = recording(7, 3);
        assert_eq!(file.len(), 44 + 3 * 16_000);
        let number = |at: usize| file.get(at..at + 4).and_then(|bytes| Some(u32::from_le_bytes(bytes.try_into().ok()?)));
        assert_eq!(file.get(..4), Some(&b"RIFF"[..]));
        assert_eq!(number(4), u32::try_from(file.len() - 8).ok());
        assert_eq!(file.get(8..16), Some(&b"WAVEfmt "[..]));
        assert_eq!(number(16), Some(16));
        assert_eq!(file.get(20..24), Some(&[1, 0, 1, 0][..]), "PCM, mono");
        assert_eq!(number(24), Some(8_000));
        assert_eq!(number(28), Some(16_000));
        assert_eq!(file.get(32..36), Some(&[2, 0, 16, 0][..]), "16 bits");
        assert_eq!(file.get(36..40), Some(&b"data"[..]));
        assert_eq!(number(40), Some(48_000));
    }

    #[test]
    fn each_recording_sounds_different_and_the_same_every_time() {
        assert_eq!(recording(1, 4), recording(1, 4));
        assert_ne!(recording(1, 4), recording(2, 4));
    }

    #[test]
    fn it_is_audible_and_never_clips() {
        let loudest = (0..4 * RATE).map(|at| sample(3, at).unsigned_abs()).max();
        assert!(loudest.is_some_and(|loudest| (4_000..20_000).contains(&loudest)), "{loudest:?}");
    }
}
